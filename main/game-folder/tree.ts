import { join, posix } from 'node:path';
import type { Outline } from '../../shared/domain/content.ts';
import { parentOf } from '../../shared/domain/portable-path.ts';
import type { Disk, Kind } from './disk.ts';
import { inParallel } from '../kit/in-parallel.ts';

/** All that lies below a folder, by path with `/`; each folder comes before what is in it. */
export interface Tree {
  readonly folders: readonly string[];
  readonly others: readonly { readonly path: string; readonly kind: Exclude<Kind, 'folder'> }[];
}

/** Lists a folder in full depth; links are listed, not followed. */
export async function listTree(disk: Disk, root: string): Promise<Tree> {
  const folders: string[] = [];
  const others: { path: string; kind: Exclude<Kind, 'folder'> }[] = [];
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const { name, kind } of await disk.list(join(root, folder))) {
      const path = posix.join(folder, name);
      if (kind !== 'folder') others.push({ path, kind });
      else {
        folders.push(path);
        waiting.push(path);
      }
    }
  }
  return { folders, others };
}

/** Every folder that a game's content needs, each after the one it is in. */
export function foldersOf(outline: Outline): readonly string[] {
  const folders = new Set(outline.emptyFolders);
  let last: string | undefined;
  for (const path of [...outline.emptyFolders, ...outline.files.map((file) => file.path)]) {
    const folder = parentOf(path);
    // Most paths lie beside the one before.
    if (folder === last) continue;
    for (const above of foldersAbove(path)) folders.add(above);
    last = folder;
  }
  return [...folders].sort();
}

/** The folders that a path lies in, the outermost first. */
export function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Makes sure that a real folder is at a path; a link or file in its place is removed. */
export async function ensureFolder(disk: Disk, folder: string): Promise<void> {
  const there = await disk.look(folder);
  if (there?.kind === 'folder') return;
  if (there) await disk.remove(folder);
  await disk.makeFolder(folder);
}

/** Makes sure of several folders below `root`, given in the order of `foldersOf`. */
export async function ensureFolders(
  disk: Disk,
  root: string,
  folders: readonly string[],
): Promise<void> {
  for (const folder of folders) await ensureFolder(disk, join(root, folder));
}

/** Makes the names in a folder and in all `folders` below it durable. */
export async function flushFolders(
  disk: Disk,
  root: string,
  folders: readonly string[],
): Promise<void> {
  await inParallel([...folders, ''], (folder) => disk.flushFolder(join(root, folder)));
}
