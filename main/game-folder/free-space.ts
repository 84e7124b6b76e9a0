import { statfs } from 'node:fs/promises';
import { LanspreadError } from '../../shared/errors.ts';

/** Bytes that this user may still write on the disk of an existing folder; fails with `io-error`. */
export async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    throw new LanspreadError(
      'io-error',
      "The games folder can't be read, so its free space is not known. Check that its disk is there.",
      { cause: error },
    );
  }
}
