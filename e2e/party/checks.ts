import { readdir } from 'node:fs/promises';
import { expect } from 'vitest';
import { treeHashes, type TreeHashes } from '../../fixtures/games/tree-hashes.ts';
import { type EventOf, type GameRow } from './contract.ts';
import { type Peer } from './peer.ts';

/** Whatever has a games folder: a peer, or a window. */
type HasFolders = Pick<Peer, 'folder'>;

/** What a peer has of a game's content: all below its folder but `local/`. */
export async function contentOf(peer: HasFolders, gameId: string): Promise<TreeHashes> {
  const tree = await treeHashes(peer.folder(gameId));
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !path.startsWith('local/')));
}

/** Both have the very same content, with nothing missing, extra or left over. */
export async function expectSameCopy(
  gameId: string,
  original: HasFolders,
  copy: HasFolders,
): Promise<void> {
  const expected = await contentOf(original, gameId);
  expect(Object.keys(expected)).toContain('version.ini');
  expect(await contentOf(copy, gameId)).toEqual(expected);
}

/** The row of a game in `list-games`. */
export async function rowOf(peer: Peer, gameId: string): Promise<GameRow> {
  const { games } = await peer.run('list-games', { all: true });
  const [row, ...more] = games.filter(({ id }) => id === gameId);
  if (!row || more.length > 0) throw new Error(`${gameId} has ${more.length + (row ? 1 : 0)} rows`);
  return row;
}

/** The names in a peer's games folder, sorted. */
export async function foldersOf(peer: Peer): Promise<readonly string[]> {
  return (await readdir(peer.home.gamesDir)).sort();
}

/** Waits until some bytes of a game are there; gives how many. */
export async function midDownload(peer: Peer): Promise<number> {
  const { bytes_done } = await peer.waitFor('download-progress', (told) => told.bytes_done > 0);
  return bytes_done;
}

/** How many bytes of a download each source supplied, by what its chunks say. */
export function bytesBySource(
  chunks: readonly EventOf<'download-chunk-finished'>[],
): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  for (const { peer_id, length } of chunks) bytes.set(peer_id, (bytes.get(peer_id) ?? 0) + length);
  return bytes;
}

/** All ranges together are each byte of each file once. */
export function expectEachByteOnce(
  { files }: EventOf<'got-game-files'>,
  chunks: readonly EventOf<'download-chunk-finished'>[],
): void {
  for (const { path, size } of files) {
    const ranges = chunks.filter((chunk) => chunk.path === path);
    ranges.sort((left, right) => left.offset - right.offset);
    const end = ranges.reduce((position, { offset, length }) => {
      expect(offset, `${path}: where the next range begins`).toBe(position);
      return position + length;
    }, 0);
    expect(end, `${path}: where the last range ends`).toBe(size);
  }
  const paths = files.map(({ path }) => path);
  expect(chunks.filter(({ path }) => !paths.includes(path))).toEqual([]);
}
