import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Peer, type PeerHome } from '../../../e2e/party/peer.ts';
import { writeGame } from '../../../fixtures/games/write-game.ts';
import { untilHashed } from '../sources.ts';

/** So many games does the big library have. */
export const BIG_LIBRARY_GAMES = 2_000;

// Every so many games one is installed.
const INSTALLED_EVERY = 5;

const FIRST_WORDS =
  'Iron Silent Last Red Deep Golden Broken Northern Frozen Wild Lost Hidden'.split(' ');
const SECOND_WORDS = 'Harbour Legion Frontier Circuit Empire Racer Arena Storm Siege Fleet'.split(
  ' ',
);
const DESCRIPTION =
  'Teams hold harbours and bridges against each other in short rounds; quick to learn, and loud enough for a whole room to follow.';

/** A catalog entry as it stands in a file. */
export interface CatalogEntry {
  readonly id: string;
  readonly title: string;
}

/**
 * Writes a player's folders below `folder`: a catalog of 2,000 games (and `more`), all of them here
 * and hashed, a fifth of them installed.
 */
export async function writeBigLibrary(
  folder: string,
  more: readonly CatalogEntry[] = [],
): Promise<PeerHome> {
  const home = {
    ...{ name: 'player', catalog: join(folder, 'catalog.json') },
    ...{ gamesDir: join(folder, 'games'), stateDir: join(folder, 'state') },
  };
  await mkdir(folder, { recursive: true });
  const games = Array.from({ length: BIG_LIBRARY_GAMES }, (_, index) => entry(index));
  await writeFile(home.catalog, JSON.stringify({ games: [...games, ...more] }));
  for (const [index, { id }] of games.entries()) await writeCopy(home.gamesDir, id, index);
  const peer = new Peer(home, []);
  try {
    await untilHashed(peer);
    await peer.shutdown();
  } finally {
    await peer.kill();
  }
  return home;
}

async function writeCopy(gamesDir: string, id: string, index: number): Promise<void> {
  const installed = index % INSTALLED_EVERY === 0 ? { 'local/game.txt': 'installed' } : {};
  const files = { 'data.bin': id.repeat(100 + index), ...installed };
  await writeGame(gamesDir, { id, version: '20250101', files });
}

function entry(index: number): CatalogEntry & Record<string, unknown> {
  const first = FIRST_WORDS[index % FIRST_WORDS.length] ?? '';
  const round = Math.floor(index / FIRST_WORDS.length);
  const second = SECOND_WORDS[round % SECOND_WORDS.length] ?? '';
  const part = Math.floor(round / SECOND_WORDS.length);
  return {
    id: `game-${index}`,
    title: `${first} ${second}${part > 0 ? ` ${part + 1}` : ''}`,
    ...{ description: DESCRIPTION, genre: 'Action', publisher: 'Harbour Works' },
    ...{ release_year: 1995 + (index % 30), players_max: 16, tags: ['free', 'co-op'] },
  };
}
