import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { platform } from 'node:process';
import { hasCode } from '../kit/disk/errno.ts';

const isWindows = platform === 'win32';

// Windows flushes only what is open for writing, and knows no links to refuse here.
const FLUSH_FLAGS = isWindows ? constants.O_RDWR : constants.O_RDONLY | constants.O_NOFOLLOW;

/** Makes a file's bytes durable. */
export function flushFile(file: string): Promise<void> {
  return withFile(file, FLUSH_FLAGS, (handle) => handle.sync());
}

/** Makes the names in a folder durable; where the system has no such thing, the rename has to do. */
export async function flushFolder(folder: string): Promise<void> {
  if (isWindows) return;
  try {
    await withFile(folder, constants.O_RDONLY, (handle) => handle.sync());
  } catch (error) {
    if (!isNoFlush(error)) throw error;
  }
}

/** Whether an error says that a disk flushes no folders, as some network disks do. */
export function isNoFlush(error: unknown): boolean {
  return hasCode(error, 'EINVAL', 'ENOTSUP');
}

/** Opens a file for as long as `use` takes. */
export async function withFile<Result>(
  file: string,
  flags: string | number,
  use: (handle: FileHandle) => Promise<Result>,
): Promise<Result> {
  const handle = await open(file, flags);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}
