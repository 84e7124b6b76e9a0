import { join } from 'node:path';
import type { ContentFile, Outline } from '../../shared/domain/content.ts';
import { SENTINEL } from '../../shared/domain/content.ts';
import { encodeOutline } from '../manifest/manifest-codec.ts';
import type { Disk } from './disk.ts';
import { failed, labelOf } from './failure.ts';
import type { StagedFacts } from './game-folder.ts';
import { inParallel } from '../kit/in-parallel.ts';
import { writeBrought } from './names.ts';
import type { Places } from './places.ts';
import { ensureFolder, ensureFolders, flushFolders, foldersOf } from './tree.ts';

const NO_BYTES = new Uint8Array();

/** Makes the staging folder where it is missing. */
export async function openStaging(disk: Disk, places: Places): Promise<string> {
  await ensureFolder(disk, places.staging);
  await ensureFolder(disk, places.stagedFiles);
  return places.stagedFiles;
}

/**
 * Makes the staging folder whole and durable, down to the outline that says what belongs to it: makes
 * empty files and folders, and fails with `io-error` where a file is missing or of another size. Beside it
 * comes what earlier downloads brought, where that is known.
 */
export async function completeStaging(
  disk: Disk,
  places: Places,
  outline: Outline,
  { brought, isFlushed = false }: StagedFacts,
): Promise<void> {
  assertHasSentinel(places, outline);
  const folders = foldersOf(outline);
  await openStaging(disk, places);
  await ensureFolders(disk, places.stagedFiles, folders);
  await inParallel(outline.files, (file) => completeFile(disk, places, file, isFlushed));
  await flushFolders(disk, places.stagedFiles, folders);
  await disk.write(places.stagedOutline, encodeOutline(outline));
  if (brought) await disk.write(places.stagedBrought, writeBrought(brought));
  else await disk.remove(places.stagedBrought);
  await disk.flushFolder(places.staging);
}

async function completeFile(
  disk: Disk,
  places: Places,
  file: ContentFile,
  isFlushed: boolean,
): Promise<void> {
  const path = join(places.stagedFiles, file.path);
  const there = await disk.look(path);
  if (!there && file.size === 0) {
    await disk.write(path, NO_BYTES);
    return;
  }
  if (there?.kind !== 'file' || there.size !== file.size) {
    throw failed(
      `${labelOf(path, places.game)} is not complete, so nothing was replaced. Download the game again.`,
    );
  }
  if (!isFlushed) await disk.flushFile(path);
}

function assertHasSentinel({ game, sentinel }: Places, outline: Outline): void {
  if (outline.files.some(({ path }) => path === SENTINEL)) return;
  throw failed(`${labelOf(sentinel, game)} is not part of the download, so nothing was replaced.`);
}
