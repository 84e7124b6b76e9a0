import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of a folder: a game of many files has several. */
const FILES_A_FOLDER = 25;

/** A game of many small files. */
export interface SmallFiles {
  readonly files: number;
  readonly bytesEach: number;
}

/**
 * Writes a ready game of many small files, each with other bytes, in folders of 25; blocking, since
 * that takes a third of the time.
 */
export function writeManyFiles(gamesDir: string, id: string, { files, bytesEach }: SmallFiles) {
  const folder = join(gamesDir, id);
  mkdirSync(folder, { recursive: true });
  const bytes = Buffer.alloc(bytesEach, id);
  for (let number = 0; number < files; number += 1) {
    const place = join(folder, `part-${Math.floor(number / FILES_A_FOLDER)}`);
    if (number % FILES_A_FOLDER === 0) mkdirSync(place);
    bytes.writeUInt32BE(number);
    writeFileSync(join(place, `file-${number}.dat`), bytes);
  }
  writeFileSync(join(folder, 'version.ini'), '20250101');
}
