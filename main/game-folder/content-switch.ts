import { join } from 'node:path';
import { type ContentFile, type Outline, SENTINEL } from '../../shared/domain/content.ts';
import { decodeOutline } from '../manifest/manifest-codec.ts';
import type { Disk } from './disk.ts';
import { hasCode } from '../kit/disk/errno.ts';
import { failed, labelOf } from './failure.ts';
import type { StagedFacts, SwitchedContent } from './game-folder.ts';
import { inParallel } from '../kit/in-parallel.ts';
import { makeWay } from './make-way.ts';
import { readBrought } from './names.ts';
import type { Places } from './places.ts';
import { tidyUp } from './removal.ts';
import { completeStaging } from './staging.ts';
import { ensureFolders, flushFolders, foldersOf } from './tree.ts';
import { moveWholeFolders } from './whole-folders.ts';

/** Puts the staged version in the place of what is there, and what is the player's aside (S27). */
export async function switchToStaged(
  disk: Disk,
  places: Places,
  outline: Outline,
  facts: StagedFacts,
): Promise<SwitchedContent> {
  await completeStaging(disk, places, outline, facts);
  // A new game's own folder must last as long as what is in it.
  await disk.flushFolder(join(places.game, '..'));
  await disk.move(places.staging, places.switch);
  try {
    await disk.flushFolder(places.game);
    const putAside = (await finishSwitch(disk, places)) ?? [];
    return { putAside };
  } catch (error) {
    await takeBack(disk, places);
    throw error;
  }
}

/**
 * Goes on with a switch from wherever it stands, only by what is on disk. Gives what was the player's
 * and is put aside, undefined where no switch was begun. The sentinel goes first and comes last: it
 * is the only proof of a whole copy (S24).
 */
export async function finishSwitch(
  disk: Disk,
  places: Places,
): Promise<readonly string[] | undefined> {
  if (!(await disk.look(places.switch))) return undefined;
  // Moved last of all: without it nothing is left to do but to tidy up.
  const isWaiting = (await disk.look(places.switchSentinel)) !== undefined;
  const putAside = isWaiting ? await replaceContent(disk, places) : [];
  await tidyUp(disk, places.switch);
  return putAside;
}

// As long as the old sentinel is there, nothing of the old copy has been touched.
async function takeBack(disk: Disk, places: Places): Promise<void> {
  const isOldWhole = (await disk.look(places.sentinel)) !== undefined;
  const isSwitchWhole = (await disk.look(places.switchSentinel)) !== undefined;
  if (isOldWhole && isSwitchWhole) await disk.move(places.switch, places.staging);
}

async function readOutline(disk: Disk, places: Places): Promise<Outline> {
  const outline = decodeOutline(await disk.read(places.switchOutline));
  return 'problem' in outline ? giveUp(disk, places) : outline;
}

async function knownBrought(disk: Disk, places: Places): Promise<Outline | undefined> {
  if (!(await disk.look(places.switchBrought))) return undefined;
  return readBrought(await disk.read(places.switchBrought));
}

async function replaceContent(disk: Disk, places: Places): Promise<readonly string[]> {
  const outline = await readOutline(disk, places);
  const brought = await knownBrought(disk, places);
  const folders = foldersOf(outline);
  await disk.remove(places.sentinel);
  await disk.flushFolder(places.game);
  // Before anything is moved in: names that differ only in case may be one file here.
  const putAside = await makeWay(disk, places, outline, brought);
  const isLeft = besides(await moveWholeFolders(disk, places, outline));
  await ensureFolders(disk, places.game, folders.filter(isLeft));
  const files = outline.files.filter(({ path }) => path !== SENTINEL && isLeft(path));
  if (!(await putAllInPlace(disk, places, files))) return giveUp(disk, places);
  await flushFolders(disk, places.game, folders);
  await disk.move(places.switchSentinel, places.sentinel);
  await disk.flushFolder(places.game);
  return putAside;
}

// Whether a path is in none of the folders that are at the root as a whole.
function besides(moved: ReadonlySet<string>): (path: string) => boolean {
  return (path) => !moved.has(path.split('/', 1)[0] ?? '');
}

// False where something is neither staged nor in place any more.
async function putAllInPlace(
  disk: Disk,
  places: Places,
  files: readonly ContentFile[],
): Promise<boolean> {
  let isWhole = true;
  await inParallel(files, async (file) => {
    if (!(await putInPlace(disk, places, file))) isWhole = false;
  });
  return isWhole;
}

async function putInPlace(disk: Disk, places: Places, file: ContentFile): Promise<boolean> {
  const from = join(places.switchFiles, file.path);
  const to = join(places.game, file.path);
  try {
    await disk.move(from, to);
    return true;
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || (await disk.look(from))) throw error;
  }
  // Moved before a kill, or gone.
  const there = await disk.look(to);
  return there?.kind === 'file' && there.size === file.size;
}

// Someone else has changed what was staged: without a sentinel the game is fetched anew.
async function giveUp(disk: Disk, places: Places): Promise<never> {
  await disk.remove(places.switch);
  throw failed(
    `${labelOf(places.game, places.game)}: files of its new version have gone from the disk. Download the game again.`,
  );
}
