import { join, posix } from 'node:path';
import { type ContentFile, type Outline, SENTINEL } from '../../shared/domain/content.ts';
import { isPrivateName } from '../../shared/domain/portable-path.ts';
import { decodeOutline } from '../manifest/manifest-codec.ts';
import type { Disk } from './disk.ts';
import { hasCode } from '../kit/disk/errno.ts';
import { failed, labelOf } from './failure.ts';
import { inParallel } from '../kit/in-parallel.ts';
import type { Places } from './places.ts';
import { tidyUp } from './removal.ts';
import { completeStaging } from './staging.ts';
import { ensureFolders, flushFolders, foldersOf } from './tree.ts';
import { moveWholeFolders } from './whole-folders.ts';

/** Puts the staged version in the place of what is there (S27); `isFlushed` as of `completeStaging`. */
export async function switchToStaged(
  disk: Disk,
  places: Places,
  outline: Outline,
  isFlushed: boolean,
): Promise<void> {
  await completeStaging(disk, places, outline, isFlushed);
  // A new game's own folder must last as long as what is in it.
  await disk.flushFolder(join(places.game, '..'));
  await disk.move(places.staging, places.switch);
  try {
    await disk.flushFolder(places.game);
    await finishSwitch(disk, places, outline);
  } catch (error) {
    await takeBack(disk, places);
    throw error;
  }
}

/**
 * Goes on with a switch from wherever it stands, only by what is on disk; false where none was begun.
 * The sentinel goes first and comes last: it is the only proof of a whole copy (S24).
 */
export async function finishSwitch(disk: Disk, places: Places, known?: Outline): Promise<boolean> {
  if (!(await disk.look(places.switch))) return false;
  // Moved last of all: without it nothing is left to do but to tidy up.
  if (await disk.look(places.switchSentinel)) {
    const outline = known ?? (await readOutline(disk, places));
    await replaceContent(disk, places, outline);
  }
  await tidyUp(disk, places.switch);
  return true;
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

async function replaceContent(disk: Disk, places: Places, outline: Outline): Promise<void> {
  const folders = foldersOf(outline);
  await disk.remove(places.sentinel);
  await disk.flushFolder(places.game);
  await removeSuperseded(disk, places.game, outline);
  const isLeft = besides(await moveWholeFolders(disk, places, outline));
  await ensureFolders(disk, places.game, folders.filter(isLeft));
  const files = outline.files.filter(({ path }) => path !== SENTINEL && isLeft(path));
  if (!(await putAllInPlace(disk, places, files))) return giveUp(disk, places);
  await flushFolders(disk, places.game, folders);
  await disk.move(places.switchSentinel, places.sentinel);
  await disk.flushFolder(places.game);
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

// Removed before anything is moved in: names that differ only in case may be one file here.
async function removeSuperseded(disk: Disk, game: string, outline: Outline): Promise<void> {
  const superseded = await listSuperseded(disk, game, outline);
  await inParallel(superseded, (path) => disk.remove(join(game, path)));
}

/** What lies in a game's folder and is no part of `outline`: files, and folders as a whole. */
export async function listSuperseded(
  disk: Disk,
  game: string,
  outline: Outline,
): Promise<readonly string[]> {
  const files = new Set(outline.files.map(({ path }) => path));
  const folders = new Set(foldersOf(outline));
  const superseded: string[] = [];
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = await disk.list(join(game, folder));
    const inFolder = folder === '' ? entries.filter(({ name }) => !isPrivateName(name)) : entries;
    for (const { name, kind } of inFolder) {
      const path = posix.join(folder, name);
      if (kind === 'folder' && folders.has(path)) waiting.push(path);
      else if (kind !== 'file' || !files.has(path)) superseded.push(path);
    }
  }
  return superseded;
}

// Someone else has changed what was staged: without a sentinel the game is fetched anew.
async function giveUp(disk: Disk, places: Places): Promise<never> {
  await disk.remove(places.switch);
  throw failed(
    `${labelOf(places.game, places.game)}: files of its new version have gone from the disk. Download the game again.`,
  );
}
