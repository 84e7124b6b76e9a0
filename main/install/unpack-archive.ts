import { ArchiveFile } from './archive-file.ts';
import { checkListing, type SoundEntry, type SoundListing } from './check-listing.ts';
import { ClaimedNames } from './claimed-names.ts';
import { copyStored, isPlainCopy } from './copy-stored.ts';
import { FileWriter } from './file-writer.ts';
import { flushFiles } from './flush-files.ts';
import { type UnpackedFile, type UnpackJob } from './installer.ts';
import { type ProgressMeter } from './progress-meter.ts';
import { readListing } from './rar/rar-headers.ts';
import { makeFolders, presentNames } from './target-folder.ts';
import { UnrarLibrary } from './unrar-library.ts';

/** The bytes that an archive unpacks to, after all checks that need no unpacking. */
export async function measureArchive(
  path: string,
  label: string,
  progress: ProgressMeter,
): Promise<number> {
  const archive = ArchiveFile.open(path, label);
  try {
    const names = new ClaimedNames();
    const maxBytes = Number.MAX_SAFE_INTEGER;
    const listing = checkListing(readListing(archive), { label, maxBytes, names });
    await loadLibrary(archive, listing, progress);
    return listing.bytes;
  } finally {
    archive.close();
  }
}

/** Unpacks an archive as `Installer.unpack` promises, in the thread that calls. */
export async function unpackArchive(
  job: UnpackJob,
  progress: ProgressMeter,
): Promise<readonly UnpackedFile[]> {
  const archive = ArchiveFile.open(job.archive, job.label);
  try {
    return await unpackChecked(archive, job, progress);
  } finally {
    archive.close();
  }
}

async function unpackChecked(
  archive: ArchiveFile,
  job: UnpackJob,
  progress: ProgressMeter,
): Promise<readonly UnpackedFile[]> {
  const { label, maxBytes, target } = job;
  const names = presentNames(target, label);
  const present = new Set(names.folders);
  const listing = checkListing(readListing(archive), { label, maxBytes, names });
  const library = await loadLibrary(archive, listing, progress);

  progress.beginUnpacking(listing.bytes);
  const folders = [...names.folders].filter((folder) => !present.has(folder));
  makeFolders(target, folders, label);
  for (const entry of listing.entries.filter(isPlainCopy)) {
    copyEntry(archive, entry, target, progress);
  }
  library?.unpack(listing.entries, needsLibrary, target);

  progress.beginFlushing();
  const files = listing.entries.filter(isFile).map(({ path, size }) => ({ path, size }));
  await flushFiles({ root: target, label, files, folders: names.folders }, () => {
    progress.advance();
  });
  return files;
}

/** The library where it is needed, after it has shown the same list; stored files never meet it. */
async function loadLibrary(
  archive: ArchiveFile,
  { entries }: SoundListing,
  progress: ProgressMeter,
): Promise<UnrarLibrary | undefined> {
  if (!entries.some(needsLibrary)) return undefined;
  const library = await UnrarLibrary.load(archive, (bytes) => {
    progress.advance(bytes);
  });
  library.assertLists(entries);
  return library;
}

function copyEntry(
  archive: ArchiveFile,
  entry: SoundEntry,
  target: string,
  progress: ProgressMeter,
): void {
  const writer = FileWriter.create(target, archive.label, entry);
  copyStored(archive, entry, writer, (bytes) => {
    progress.advance(bytes);
  });
  writer.close();
}

function needsLibrary(entry: SoundEntry): boolean {
  return isFile(entry) && !isPlainCopy(entry);
}

function isFile({ kind }: SoundEntry): boolean {
  return kind === 'file';
}
