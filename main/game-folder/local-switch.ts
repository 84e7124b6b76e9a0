import { join } from 'node:path';
import { z } from 'zod';
import type { Disk } from './disk.ts';
import { failed, labelOf } from './failure.ts';
import type { InstalledFile, SwitchedInstall } from './game-folder.ts';
import { inParallel } from '../kit/in-parallel.ts';
import type { Places } from './places.ts';
import { takeOverPlayersFiles } from './players-files.ts';
import { discard, ifPossible, tidyUp } from './removal.ts';
import { flushFolders, listTree } from './tree.ts';

const broughtFiles = z.array(
  z.object({ path: z.string(), size: z.int().min(0), mtimeMs: z.number() }),
);

/** A new empty folder to unpack into; one left over is deleted first. */
export async function openInstall(disk: Disk, places: Places): Promise<string> {
  await discard(disk, places, places.install);
  await disk.makeFolder(places.install);
  await disk.makeFolder(places.installFiles);
  return places.installFiles;
}

/** Puts what was unpacked, and the player's files, in the place of `local/`. */
export async function switchToInstalled(
  disk: Disk,
  places: Places,
  brought: readonly { readonly path: string }[],
  previous: readonly InstalledFile[],
): Promise<SwitchedInstall> {
  const installed = await measure(disk, places, brought);
  const keptBeside = await takeOverPlayersFiles(disk, places, previous);
  const { folders } = await listTree(disk, places.installFiles);
  await flushFolders(disk, places.installFiles, folders);
  await disk.write(places.installBrought, Buffer.from(JSON.stringify(installed)));
  await disk.flushFolder(places.install);
  await disk.move(places.install, places.newLocal);
  try {
    await disk.flushFolder(places.game);
    await finishInstall(disk, places);
  } catch (error) {
    await takeBack(disk, places);
    throw error;
  }
  return { installed, keptBeside };
}

/**
 * Goes on with the switch of `local/` from wherever it stands, only by what is on disk. Gives what the
 * install brought, undefined where no switch was begun.
 */
export async function finishInstall(
  disk: Disk,
  places: Places,
): Promise<readonly InstalledFile[] | undefined> {
  const isBegun = (await disk.look(places.newLocal)) !== undefined;
  const installed = isBegun ? await readBrought(disk, places) : undefined;
  if (isBegun) await replaceLocal(disk, places);
  await dropOld(disk, places);
  return installed;
}

async function replaceLocal(disk: Disk, places: Places): Promise<void> {
  if (await disk.look(places.newLocalFiles)) {
    if (await disk.look(places.local)) {
      await disk.remove(places.oldLocal);
      await disk.move(places.local, places.oldLocal);
    }
    await disk.move(places.newLocalFiles, places.local);
    await disk.flushFolder(places.game);
  }
  await tidyUp(disk, places.newLocal);
}

// Never deleted where it is the only one: it holds the player's files.
async function dropOld(disk: Disk, places: Places): Promise<void> {
  if (await disk.look(places.local)) {
    await ifPossible(() => discard(disk, places, places.oldLocal));
  } else if (await disk.look(places.oldLocal)) {
    await disk.move(places.oldLocal, places.local);
  }
}

// Where the new one could not be put in place, the old one comes back and nothing has happened.
async function takeBack(disk: Disk, places: Places): Promise<void> {
  if (!(await disk.look(places.newLocalFiles))) return;
  const isAside = !(await disk.look(places.local)) && (await disk.look(places.oldLocal));
  if (isAside) await disk.move(places.oldLocal, places.local);
  await disk.move(places.newLocal, places.install);
}

async function measure(
  disk: Disk,
  places: Places,
  brought: readonly { readonly path: string }[],
): Promise<readonly InstalledFile[]> {
  const installed: InstalledFile[] = [];
  await inParallel(brought, async ({ path }) => {
    const file = join(places.installFiles, path);
    const there = await disk.look(file);
    if (there?.kind !== 'file') {
      throw failed(
        `${labelOf(file, places.game)} has gone while it was installed, so nothing was replaced. Install the game again.`,
      );
    }
    installed.push({ path, size: there.size, mtimeMs: there.mtimeMs });
  });
  return installed;
}

// Unreadable, nothing is known to be brought: then all files count as the player's, and none is lost.
async function readBrought(disk: Disk, places: Places): Promise<readonly InstalledFile[]> {
  try {
    const text = Buffer.from(await disk.read(places.newLocalBrought)).toString('utf8');
    return broughtFiles.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
