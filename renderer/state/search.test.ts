import { describe, expect, it } from 'vitest';
import { aGameCard } from '../../fixtures/window/a-game-card.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { searchRank, shortTitle } from './search.ts';

const quake = aGameCard({
  id: 'q3' as GameId,
  title: 'Quake III Arena',
  publisher: 'id Software',
  tags: ['free'],
});

describe('finding a game', () => {
  it.each([
    { typed: '', rank: 0 },
    { typed: 'quake', rank: 0 },
    { typed: '  QUAKE iii ', rank: 0 },
    { typed: 'q3', rank: 0 },
    { typed: 'q3a', rank: 0 },
    { typed: 'arena', rank: 1 },
    { typed: 'arena quake', rank: 2 },
    { typed: 'uake', rank: 2 },
    { typed: 'shooter free', rank: 3 },
    { typed: 'id software', rank: 3 },
    { typed: 'doom', rank: undefined },
    { typed: 'quake doom', rank: undefined },
  ])('ranks "$typed" as $rank', ({ typed, rank }) => {
    expect(searchRank(quake, typed)).toBe(rank);
  });

  it('does not care about accents, apostrophes and signs', () => {
    const game = aGameCard({ title: "Baldur's Gate – Für Élise" });
    expect(searchRank(game, 'baldurs gate')).toBe(0);
    expect(searchRank(game, 'fur elise')).toBe(1);
  });
});

describe('what players say for a title', () => {
  it.each([
    ['Quake III Arena', 'q3a'],
    ['Unreal Tournament 2004', 'ut2004'],
    ['Age of Empires II', 'aoe2'],
    ['Command & Conquer', 'cc'],
    ['Counter-Strike 1.6', 'cs16'],
  ])('is short: %s, %s', (title, short) => {
    expect(shortTitle(title)).toBe(short);
  });

  it('leaves the subtitle out where that is said', () => {
    const game = aGameCard({ title: 'Age of Empires II: The Age of Kings' });
    expect(searchRank(game, 'aoe2')).toBe(0);
  });
});
