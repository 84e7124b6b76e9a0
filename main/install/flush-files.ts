import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { diskFailure, type Place } from './disk-failure.ts';
import { type UnpackedFile } from './installer.ts';
import { PARALLEL_FLUSHES } from './limits.ts';
import { damagedArchive, quoted } from './refusal.ts';

// Windows flushes only what is open for writing.
const FLUSH_FLAGS = constants.O_RDWR | constants.O_NOFOLLOW;

/** What is to be flushed: paths below `root`. */
export interface Unpacked {
  readonly root: string;
  readonly label: string;
  readonly files: readonly UnpackedFile[];
  readonly folders: Iterable<string>;
}

/**
 * Proves that each file is a plain one of exactly its size, and brings files and folders to the
 * disk. All at the end: a flush a file while unpacking takes twice as long for small files.
 */
export async function flushFiles(unpacked: Unpacked, onFlushed: () => void): Promise<void> {
  const { root, label } = unpacked;
  await inParallel(unpacked.files, async (file) => {
    await onDiskLater({ label, path: file.path }, () => flushFile(root, label, file));
    onFlushed();
  });
  // Windows keeps folders by itself, and can't open them.
  if (platform() === 'win32') return;
  await inParallel(['', ...unpacked.folders], async (path) => {
    await onDiskLater({ label, path }, () => flushFolder(join(root, path)));
    onFlushed();
  });
}

async function flushFile(root: string, label: string, { path, size }: UnpackedFile): Promise<void> {
  const file = join(root, path);
  const stats = await lstat(file);
  if (!stats.isFile() || stats.size !== size) {
    throw damagedArchive(label, `did not unpack ${quoted(path)} as it says`);
  }
  const handle = await open(file, FLUSH_FLAGS);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function onDiskLater(place: Place, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    throw diskFailure(error, place);
  }
}

async function inParallel<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const lanes = Array.from({ length: PARALLEL_FLUSHES }, async () => {
    for (const item of rest) await task(item);
  });
  await Promise.all(lanes);
}
