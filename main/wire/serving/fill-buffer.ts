import { whileQuick } from '../../kit/disk/while-quick.ts';
import { PARALLEL_OPENS } from '../limits.ts';
import type { Fill } from './fills.ts';
import type { OpenFiles } from './open-files.ts';
import type { ServedFile } from './served-games.ts';

/**
 * Reads all parts of a fill into `buffer`, a few at a time where the disk makes wait; gives the file
 * that is not what was published, or undefined when all is well.
 */
export async function fillBuffer(
  fill: Fill,
  buffer: Buffer,
  files: Pick<OpenFiles, 'read' | 'isReadNow'>,
): Promise<ServedFile | undefined> {
  let gone: ServedFile | undefined;
  await whileQuick(
    fill.parts,
    {
      blocking: (part) => files.isReadNow(part, buffer),
      waiting: async (part) => {
        if (gone !== undefined) return;
        if (!(await files.read(part, buffer))) gone ??= part.file;
      },
    },
    PARALLEL_OPENS,
  );
  return gone;
}
