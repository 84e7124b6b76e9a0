import { constants } from 'node:fs';
import { copyFile, link, lstat, readlink, symlink, utimes } from 'node:fs/promises';
import { hasCode } from '../kit/disk/errno.ts';
import { flushFile } from './flush.ts';

/**
 * Makes the file or link `from` be at `to` too: by a hard link, which is as durable as the file, or
 * where that fails by a flushed copy with its time.
 */
export async function duplicate(
  from: string,
  to: string,
  makeLink: (from: string, to: string) => Promise<void> = link,
): Promise<void> {
  const stats = await lstat(from);
  if (stats.isSymbolicLink()) {
    await symlink(await readlink(from), to);
    return;
  }
  try {
    await makeLink(from, to);
  } catch {
    // Whatever speaks against a hard link (FAT has none), a copy tells best what is really wrong.
    await copyFlushed(from, to);
    await utimes(to, stats.atime, stats.mtime);
  }
}

async function copyFlushed(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL);
  try {
    await flushFile(to);
  } catch (error) {
    // What the player has made read-only, Windows does not open for flushing.
    if (!hasCode(error, 'EPERM')) throw error;
  }
}
