import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Peer } from '../../e2e/party/peer.ts';
import { seeded } from '../../fixtures/content/content.ts';
import { writeCatalog } from '../../fixtures/games/write-catalog.ts';
import { writeGame } from '../../fixtures/games/write-game.ts';

/** The one game of the bench: a large file, and a stored archive of another. */
export const GAME = 'q3a';
export const LARGE_FILE = 'pak0.bin';

const HASHED_LIMIT_MS = 120_000;
const POLL_MS = 100;

/** Two peers that hold the same game, hashed and ready. */
export interface Sources {
  readonly catalog: string;
  readonly peers: readonly [Peer, Peer];
  /** The game's folder at the first source. */
  readonly folder: string;
}

/** Writes a game of `bytes` below `folder`, and a catalog that has it. */
export async function writeLargeGame(
  folder: string,
  bytes: number,
): Promise<{ readonly gamesDir: string; readonly catalog: string }> {
  const catalog = join(folder, 'catalog.json');
  const gamesDir = join(folder, 'games');
  await mkdir(folder, { recursive: true });
  await writeCatalog(catalog, [GAME]);
  const files = { [LARGE_FILE]: seeded('bench', bytes) };
  await writeGame(gamesDir, { id: GAME, version: '20250101', files });
  return { gamesDir, catalog };
}

/** Writes a game of `bytes` twice below `folder` and starts a peer on each. */
export async function startSources(folder: string, bytes: number): Promise<Sources> {
  const { catalog } = await writeLargeGame(join(folder, 'first'), bytes);
  const first = home(folder, 'first', catalog);
  const second = home(folder, 'second', catalog);
  await cp(first.gamesDir, second.gamesDir, { recursive: true });
  const peers = [new Peer(first, []), new Peer(second, [])] as const;
  for (const peer of peers) await untilHashed(peer);
  return { catalog, peers, folder: join(first.gamesDir, GAME) };
}

function home(folder: string, name: string, catalog: string) {
  return {
    name,
    catalog,
    gamesDir: join(folder, name, 'games'),
    stateDir: join(folder, name, 's'),
  };
}

/** Waits until a peer knows the hashes of all that it has. */
export async function untilHashed(peer: Peer): Promise<void> {
  await peer.waitFor('local-peer-ready');
  const signal = AbortSignal.timeout(HASHED_LIMIT_MS);
  for (;;) {
    const { games } = await peer.run('list-games');
    if (games.every((game) => game.hashed)) return;
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
