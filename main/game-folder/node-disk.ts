import type { Dirent, Stats } from 'node:fs';
import {
  type FileHandle,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
} from 'node:fs/promises';
import { platform } from 'node:process';
import type { Disk, Kind } from './disk.ts';
import { duplicate } from './duplicate.ts';
import { hasCode } from '../kit/disk/errno.ts';
import { flushFile, flushFolder, withFile } from './flush.ts';
import { whilePatient } from './patience.ts';

const isWindows = platform === 'win32';
const COMPARE_BYTES = 128 * 1024;
const REMOVE_RETRIES = 5;

/** The disk of this PC. */
export const nodeDisk: Disk = {
  look: lookBy(lstat),
  list: listBy((folder) => readdir(folder, { withFileTypes: true })),
  read: (file) => readFile(file),
  write: (file, bytes) =>
    withFile(file, 'w', async (handle) => {
      await handle.writeFile(bytes);
      await handle.sync();
    }),
  makeFolder: async (folder) => {
    await mkdir(folder);
  },
  flushFile,
  flushFolder,
  move: (from, to) => (isWindows ? whilePatient(() => rename(from, to)) : rename(from, to)),
  duplicate: (from, to) => duplicate(from, to),
  haveSameBytes: (left, right) =>
    withFile(left, 'r', (a) => withFile(right, 'r', (b) => haveSameContent(a, b))),
  remove: (path) => rm(path, { recursive: true, force: true, maxRetries: REMOVE_RETRIES }),
  removeEmptyFolder: async (folder) => {
    try {
      await rmdir(folder);
    } catch (error) {
      if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR')) throw error;
    }
  },
};

/** Looks by what tells of a path without following a link there. */
export function lookBy(lstatOf: (path: string) => Promise<Stats>): Disk['look'] {
  return async (path) => {
    const stats = await unlessMissing(lstatOf(path));
    return stats && { kind: kindOf(stats), size: stats.size, mtimeMs: stats.mtimeMs };
  };
}

/** Lists by what tells the names in a folder. */
export function listBy(namesIn: (folder: string) => Promise<readonly Dirent[]>): Disk['list'] {
  return async (folder) => {
    const entries = (await unlessMissing(namesIn(folder))) ?? [];
    return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  };
}

async function unlessMissing<Result>(result: Promise<Result>): Promise<Result | undefined> {
  try {
    return await result;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

function kindOf(entry: Stats | Dirent): Kind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

async function haveSameContent(left: FileHandle, right: FileHandle): Promise<boolean> {
  const a = Buffer.allocUnsafe(COMPARE_BYTES);
  const b = Buffer.allocUnsafe(COMPARE_BYTES);
  for (let position = 0; ;) {
    const { bytesRead } = await left.read(a, 0, COMPARE_BYTES, position);
    const other = await right.read(b, 0, COMPARE_BYTES, position);
    if (bytesRead !== other.bytesRead) return false;
    if (bytesRead === 0) return true;
    if (!a.subarray(0, bytesRead).equals(b.subarray(0, bytesRead))) return false;
    position += bytesRead;
  }
}
