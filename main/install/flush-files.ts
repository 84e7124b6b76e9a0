import { closeSync, constants, fsync, lstatSync, openSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inParallel } from '../kit/in-parallel.ts';
import { type UnpackedFile } from './installer.ts';
import { type Place, unpackFailure } from './on-disk.ts';
import { damagedArchive, quoted } from './refusal.ts';

// Windows flushes only what is open for writing.
const FILE_FLAGS = constants.O_RDWR | constants.O_NOFOLLOW;

const fsyncLater = promisify(fsync);

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
  await inParallel(['.', ...unpacked.folders], async (path) => {
    await onDiskLater({ label, path }, () => flush(join(root, path), constants.O_RDONLY));
    onFlushed();
  });
}

async function flushFile(root: string, label: string, { path, size }: UnpackedFile): Promise<void> {
  const file = join(root, path);
  const stats = lstatSync(file);
  if (!stats.isFile() || stats.size !== size) {
    throw damagedArchive(label, `did not unpack ${quoted(path)} as it says`);
  }
  await flush(file, FILE_FLAGS);
}

// Only the flush itself takes time and is worth a turn of the event loop.
async function flush(path: string, flags: number): Promise<void> {
  const handle = openSync(path, flags);
  try {
    await fsyncLater(handle);
  } finally {
    closeSync(handle);
  }
}

async function onDiskLater(place: Place, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    throw unpackFailure(error, place);
  }
}
