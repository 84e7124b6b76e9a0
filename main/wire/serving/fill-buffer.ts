import { PARALLEL_OPENS } from '../limits.ts';
import type { Fill } from './fills.ts';
import type { OpenFiles } from './open-files.ts';
import type { ServedFile } from './served-games.ts';

/**
 * Reads all parts of a fill into `buffer`, a few at a time; gives the file that is not what was
 * published, or undefined when all is well.
 */
export async function fillBuffer(
  fill: Fill,
  buffer: Buffer,
  files: Pick<OpenFiles, 'read'>,
): Promise<ServedFile | undefined> {
  const parts = fill.parts.values();
  let gone: ServedFile | undefined;
  const readOn = async (): Promise<void> => {
    for (const part of parts) {
      if (gone !== undefined) return;
      if (!(await files.read(part, buffer))) gone ??= part.file;
    }
  };
  const readers = Math.min(PARALLEL_OPENS, fill.parts.length);
  await Promise.all(Array.from({ length: readers }, readOn));
  return gone;
}
