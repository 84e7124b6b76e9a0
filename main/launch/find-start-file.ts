import { lstat, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { pathProblem } from '../../shared/domain/portable-path.ts';

/** What lies where a start file should be; `unsafe` is no regular file, or outside the game's folder. */
type Found =
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'missing' }
  | { readonly type: 'unsafe' };

/** A start file, and the game's `local/`, which it is run from. */
export type FoundStart =
  | { readonly type: 'file'; readonly path: string; readonly folder: string }
  | { readonly type: 'missing' }
  | { readonly type: 'unsafe' };

/**
 * Looks for a start file of an installed game: in its `local/`, else beside it, where packers put
 * what is not in the archive. A link anywhere on the way, `local/` itself included, makes it
 * unsafe: what is run has to be what was installed (T15).
 */
export async function findStartFile(gameFolder: string, file: string): Promise<FoundStart> {
  const path = file.replaceAll('\\', '/');
  if (pathProblem(path) !== undefined) return { type: 'unsafe' };
  const game = await realpath(gameFolder).catch(() => undefined);
  if (game === undefined) return { type: 'missing' };
  const folder = join(game, 'local');
  const local = await lstat(folder).catch(() => undefined);
  if (!local?.isDirectory()) return { type: local ? 'unsafe' : 'missing' };
  const unpacked = await findBelow(folder, path);
  const found = unpacked.type === 'missing' ? await findBelow(game, path) : unpacked;
  return found.type === 'file' ? { ...found, folder } : found;
}

async function findBelow(folder: string, path: string): Promise<Found> {
  const wanted = join(folder, path);
  const found = await lstat(wanted).catch(() => undefined);
  if (!found) return { type: 'missing' };
  const real = await realpath(wanted).catch(() => undefined);
  if (real === undefined) return { type: 'unsafe' };
  const isInside = isBelow(folder, real) && real === wanted;
  return found.isFile() && isInside ? { type: 'file', path: real } : { type: 'unsafe' };
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
