import type { GameCopy } from '../../fixtures/games/write-game.ts';
import { madeUpGame } from './made-up-game.ts';
import type { DemoPc } from './party.ts';

/** Slow enough that a large game's progress can be watched; bytes a second that each PC gives. */
const GIVEN_BYTES_PER_SECOND = 5_000_000;

const NAMES = ['Anna', 'Ben', 'Crissi', 'Mo', 'Nele', 'Tobi'] as const;

type Name = (typeof NAMES)[number];

/** A game of the room, and who brought it. */
interface Brought {
  readonly game: GameCopy;
  readonly by: readonly Name[];
}

const ROOM: readonly Brought[] = [
  brought('alienswarm', 126, '20240608', 'Anna Mo Tobi'),
  brought('aoe2', 9.4, '20240608', 'Anna Ben Crissi Nele'),
  brought('armagetron', 2.6, '20230405', 'Tobi'),
  brought('assaultcube', 4.8, '20250301', 'Ben Mo'),
  brought('bf1942', 13.2, '20241118', 'Anna Ben Tobi'),
  brought('blur', 11.7, '20230405', 'Crissi'),
  brought('bzflag', 3.1, '20250112', 'Mo Nele'),
  brought('cncgen', 10.5, '20240608', 'Anna Nele Tobi'),
  brought('cncra2', 6.2, '20230405', 'Ben Crissi'),
  brought('cod4', 14.8, '20241118', 'Anna Ben Mo Tobi'),
  brought('cs16', 5.1, '20250112', 'Anna Ben Crissi Mo Tobi'),
  brought('d2lod', 8.3, '20240608', 'Nele Tobi'),
  brought('etlegacy', 4.4, '20250301', 'Ben Mo'),
  brought('flatout2', 12.1, '20230405', 'Crissi Tobi'),
  brought('frozenbubble', 1.9, '20230405', 'Nele'),
  brought('gta2', 2.8, '20230405', 'Anna Mo'),
  brought('hedgewars', 3.6, '20250301', 'Ben Crissi Nele'),
  brought('hl2dm', 9.9, '20240608', 'Mo'),
  brought('l4d2', 15.3, '20241118', 'Anna Crissi Tobi'),
  brought('minecraft', 4.1, '20250112', 'Crissi Nele'),
  brought('nfsu', 7.7, '20230405', 'Tobi'),
  brought('openra', 3.3, '20250301', 'Ben Mo'),
  brought('openttd', 2.2, '20250301', 'Anna Ben Nele'),
  brought('q3a', 5.6, '20240608', 'Anna Ben Mo Tobi'),
  brought('revolt', 2.4, '20230405', 'Crissi'),
  brought('scbw', 6.9, '20241118', 'Anna Nele Tobi'),
  brought('soldat', 1.6, '20240608', 'Ben'),
  brought('stk', 6.4, '20250112', 'Crissi Mo Nele'),
  brought('teeworlds', 1.2, '20240608', 'Anna Ben Crissi Mo Nele Tobi'),
  brought('tmnf', 5.9, '20240608', 'Ben Nele Tobi'),
  brought('ut2004', 13.9, '20241118', 'Anna Crissi Mo'),
  brought('wc3tft', 7.4, '20241118', 'Anna Ben Nele Tobi'),
  brought('wormsa', 2.9, '20230405', 'Crissi Mo'),
  brought('xonotic', 11.2, '20250301', 'Ben Mo'),
];

/** The PCs of the room, without the player's. */
export const others: readonly DemoPc[] = NAMES.map((name) => ({
  name,
  games: ROOM.filter(({ by }) => by.includes(name)).map(({ game }) => game),
  flags: ['--upload-limit', `${GIVEN_BYTES_PER_SECOND}`],
}));

/** The PC whose window is seen, and which of its games are installed: some are outdated, one nobody else has. */
export const player: DemoPc & { readonly installed: readonly string[] } = {
  name: 'Jonas',
  games: [
    madeUpGame('assaultcube', '20230405', 4.5),
    madeUpGame('doom2', '20240608', 1.8),
    madeUpGame('openttd', '20241118', 2.1),
    ...['bf1942', 'bzflag', 'cncra2', 'frozenbubble', 'q3a', 'stk', 'teeworlds'].map(ofTheRoom),
  ],
  installed: ['assaultcube', 'bf1942', 'cncra2', 'doom2', 'openttd', 'q3a', 'stk', 'teeworlds'],
};

function brought(id: string, megabytes: number, version: string, by: string): Brought {
  const names = by.split(' ');
  return {
    game: madeUpGame(id, version, megabytes),
    by: NAMES.filter((name) => names.includes(name)),
  };
}

function ofTheRoom(id: string): GameCopy {
  const found = ROOM.find(({ game }) => game.id === id);
  if (!found) throw new Error(`Nobody brought ${id}.`);
  return found.game;
}
