import { describe, expect, it } from 'vitest';
import { aGameCard } from '../../fixtures/window/a-game-card.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';
import type { GameCard } from '../../shared/window/state.ts';
import { countGames, type LibraryQuery, viewLibrary } from './library-view.ts';

const ALL: LibraryQuery = { filter: 'all', query: '', sort: 'name' };

function library(...cards: readonly Partial<GameCard>[]): Record<string, GameCard> {
  const rows = cards.map((changed) =>
    aGameCard({ ...changed, id: (changed.id ?? changed.title ?? '') as GameId }),
  );
  return Object.fromEntries(rows.map((card) => [card.id, card]));
}

describe('the order of games', () => {
  it('goes by title, with numbers by their value and without regard to capitals', () => {
    const games = library({ title: 'quake 10' }, { title: 'Quake 4' }, { title: 'Anno' });
    expect(viewLibrary(games, ALL).here).toEqual(['Anno', 'Quake 4', 'quake 10']);
  });

  it.each([
    { sort: 'size', order: ['big', 'small', 'tiny'] },
    { sort: 'people', order: ['tiny', 'small', 'big'] },
    { sort: 'newest', order: ['small', 'big', 'tiny'] },
  ] as const)('goes by $sort where that is wished, and then by title', ({ sort, order }) => {
    const games = library(
      { title: 'big', size: 3, peerCount: 1, newestVersion: '20240101' as Version },
      { title: 'small', size: 2, peerCount: 2, newestVersion: '20250101' as Version },
      { title: 'tiny', size: 1, peerCount: 3, newestVersion: null },
    );
    expect(viewLibrary(games, { ...ALL, sort }).here).toEqual(order);
  });

  it('puts what nobody here has behind everything else', () => {
    const games = library({ title: 'a', peerCount: 0 }, { title: 'b' });
    expect(viewLibrary(games, ALL)).toEqual({ here: ['b'], missing: ['a'] });
  });

  it('counts an own copy as here, also where nobody else has it', () => {
    const games = library({ title: 'mine', peerCount: 0, state: 'downloaded' });
    expect(viewLibrary(games, ALL).here).toEqual(['mine']);
  });

  it('puts the better find first', () => {
    const games = library({ title: 'A Quake mod' }, { title: 'Quake' });
    expect(viewLibrary(games, { ...ALL, query: 'quake' }).here).toEqual(['Quake', 'A Quake mod']);
  });
});

describe('the filters', () => {
  const games = library(
    { title: 'absent' },
    { title: 'downloaded', state: 'downloaded' },
    { title: 'installed', state: 'installed' },
    { title: 'old', state: 'update' },
  );

  it('show what is installed, old versions included', () => {
    expect(viewLibrary(games, { ...ALL, filter: 'installed' }).here).toEqual(['installed', 'old']);
  });

  it('show what has a newer version', () => {
    expect(viewLibrary(games, { ...ALL, filter: 'updates' }).here).toEqual(['old']);
  });

  it('count what they show', () => {
    expect(countGames(games)).toEqual({ all: 4, installed: 2, updates: 1 });
  });
});
