import {
  closeSync,
  constants,
  fsync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
} from 'node:fs';
import { platform } from 'node:process';
import { promisify } from 'node:util';
import type { Disk } from './disk.ts';
import { isNoFlush } from './flush.ts';
import { wasQuick } from '../kit/disk/while-quick.ts';
import { listBy, lookBy, nodeDisk } from './node-disk.ts';

const isWindows = platform === 'win32';

const flushLater = promisify(fsync);

/**
 * The disk of this PC for a thread that may wait for it, through one operation: what asks for names and
 * sizes blocks, which takes a tenth of a trip to another thread.
 */
export function blockingDisk(): Disk {
  const flushFolder = folderFlusher();
  return {
    ...nodeDisk,
    look: lookBy(atOnce((path: string) => lstatSync(path))),
    list: listBy(atOnce((folder: string) => readdirSync(folder, { withFileTypes: true }))),
    makeFolder: atOnce((folder) => {
      mkdirSync(folder);
    }),
    // Windows has to be asked again and again for what is open somewhere, and flushes no folder.
    ...(isWindows ? {} : { flushFolder, move: atOnce(renameSync) }),
  };
}

// Blocks until one has waited for the disk; then several go at a time, and what a disk writes of its own
// it writes once for them.
function folderFlusher(): Disk['flushFolder'] {
  let isQuick = true;
  const flush = async (descriptor: number): Promise<void> => {
    if (!isQuick) return flushLater(descriptor);
    const startMs = performance.now();
    fsyncSync(descriptor);
    isQuick = wasQuick(startMs);
  };
  return async (folder) => {
    const descriptor = openSync(folder, constants.O_RDONLY);
    try {
      await flush(descriptor);
    } catch (error) {
      if (!isNoFlush(error)) throw error;
    } finally {
      closeSync(descriptor);
    }
  };
}

// What a blocking step throws is told like that of one that waits.
function atOnce<Args extends readonly unknown[], Result>(
  step: (...args: Args) => Result,
): (...args: Args) => Promise<Result> {
  return (...args) =>
    new Promise((resolve) => {
      resolve(step(...args));
    });
}
