import { join } from 'node:path';
import type { Outline } from '../../shared/domain/content.ts';
import type { Disk } from './disk.ts';
import type { Places } from './places.ts';
import { foldersOf, listTree } from './tree.ts';

/** What a folder at the root of a game holds, as paths below it. */
interface Held {
  readonly files: Set<string>;
  readonly folders: Set<string>;
}

/**
 * Moves folders of a complete version to the game's root, one step each, where nothing is in their
 * place and they hold what `outline` says and nothing else. Gives the names of those it has moved.
 */
export async function moveWholeFolders(
  disk: Disk,
  places: Places,
  outline: Outline,
): Promise<ReadonlySet<string>> {
  const moved = new Set<string>();
  for (const [name, held] of heldByFolder(outline)) {
    const [from, to] = [join(places.switchFiles, name), join(places.game, name)];
    if ((await disk.look(to)) || !(await holds(disk, from, held))) continue;
    if (await isMoved(disk, from, to)) moved.add(name);
  }
  return moved;
}

function heldByFolder(outline: Outline): ReadonlyMap<string, Held> {
  const byFolder = new Map<string, Held>();
  const heldOf = (path: string): { readonly held: Held; readonly rest: string } => {
    const end = path.indexOf('/');
    const name = end === -1 ? path : path.slice(0, end);
    const held = byFolder.get(name) ?? { files: new Set(), folders: new Set() };
    byFolder.set(name, held);
    return { held, rest: end === -1 ? '' : path.slice(end + 1) };
  };
  for (const path of foldersOf(outline)) {
    const { held, rest } = heldOf(path);
    if (rest !== '') held.folders.add(rest);
  }
  for (const { path } of outline.files) {
    if (!path.includes('/')) continue;
    const { held, rest } = heldOf(path);
    held.files.add(rest);
  }
  return byFolder;
}

async function holds(disk: Disk, folder: string, held: Held): Promise<boolean> {
  const { folders, others } = await listTree(disk, folder);
  return (
    folders.length === held.folders.size &&
    others.length === held.files.size &&
    folders.every((path) => held.folders.has(path)) &&
    others.every(({ path, kind }) => kind === 'file' && held.files.has(path))
  );
}

// Windows moves no folder of which something is open: then its files go one by one, and those tell more.
async function isMoved(disk: Disk, from: string, to: string): Promise<boolean> {
  try {
    await disk.move(from, to);
    return true;
  } catch {
    return false;
  }
}
