import { join } from 'node:path';
import type { Disk } from './disk.ts';
import type { InstalledFile } from './game-folder.ts';
import { inParallel } from '../kit/in-parallel.ts';
import { KeptPaths } from './kept-paths.ts';
import type { Places } from './places.ts';
import { ensureFolder, foldersAbove, listTree, type Tree } from './tree.ts';

/** Some disks keep times less exactly than others: this much is no change. */
const TIME_TOLERANCE_MS = 2;

/**
 * Takes the player's files of the old `local/` over into the new install, which is not in place yet;
 * the old one stays as it is. Gives the paths of those that had to go beside a file of the install.
 */
export async function takeOverPlayersFiles(
  disk: Disk,
  places: Places,
  previous: readonly InstalledFile[],
): Promise<readonly string[]> {
  if ((await disk.look(places.local))?.kind !== 'folder') return [];
  const paths = await playersPaths(disk, await listTree(disk, places.local), places, previous);
  const kept = new KeptPaths(await listTree(disk, places.installFiles), paths);
  const brought = new Set<string>();
  await inParallel(paths, async (path) => {
    if (await isBrought(disk, places, path, kept.broughtAs(path))) brought.add(path);
  });
  const keptBeside: string[] = [];
  for (const path of paths.filter((each) => !brought.has(each))) {
    const target = kept.pathFor(path);
    await takeOver(disk, places, path, target);
    if (target !== path) keptBeside.push(target);
  }
  return keptBeside;
}

// Whatever no install is known to have brought as it is now: saves, settings, mods.
async function playersPaths(
  disk: Disk,
  old: Tree,
  places: Places,
  previous: readonly InstalledFile[],
): Promise<readonly string[]> {
  const brought = new Map(previous.map((file) => [file.path, file]));
  const paths: string[] = [];
  await inParallel(old.others, async ({ path, kind }) => {
    if (kind === 'other') return;
    const before = brought.get(path);
    if (!before || !(await isUnchanged(disk, join(places.local, path), before))) paths.push(path);
  });
  return paths.sort();
}

async function isUnchanged(disk: Disk, path: string, before: InstalledFile): Promise<boolean> {
  const now = await disk.look(path);
  return (
    now?.kind === 'file' &&
    now.size === before.size &&
    Math.abs(now.mtimeMs - before.mtimeMs) <= TIME_TOLERANCE_MS
  );
}

async function isBrought(
  disk: Disk,
  places: Places,
  path: string,
  brought: string | undefined,
): Promise<boolean> {
  if (brought === undefined) return false;
  const old = join(places.local, path);
  const fresh = join(places.installFiles, brought);
  const [left, right] = [await disk.look(old), await disk.look(fresh)];
  if (left?.kind !== 'file' || right?.kind !== 'file' || left.size !== right.size) return false;
  return disk.haveSameBytes(old, fresh);
}

async function takeOver(disk: Disk, places: Places, path: string, target: string): Promise<void> {
  for (const folder of foldersAbove(target)) {
    await ensureFolder(disk, join(places.installFiles, folder));
  }
  await disk.duplicate(join(places.local, path), join(places.installFiles, target));
}
