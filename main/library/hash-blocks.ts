import { fstatSync, readSync, type Stats } from 'node:fs';
import { BLOCK_BYTES, blockCount } from '../../shared/domain/content.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { blake3, HASH_BYTES } from '../manifest/blake3.ts';
import type { OpenFile } from './open-file.ts';
import type { Pacer } from './pacer.ts';

// One for all jobs of the thread: between reading a block and using it nobody else has a turn.
const buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);

/**
 * The BLAKE3 of each block of a file, one after the other; `alsoUse` sees each block, and must not
 * keep it. Fails with `io-error` where the file changes meanwhile.
 */
export async function hashBlocks(
  file: OpenFile,
  path: string,
  pacer: Pacer,
  alsoUse: (block: Uint8Array) => void = () => undefined,
): Promise<Uint8Array> {
  const { size } = file.stats;
  const hashes = new Uint8Array(blockCount(size) * HASH_BYTES);
  for (let index = 0; index < blockCount(size); index += 1) {
    const block = readBlock(file, index);
    if (!block) throw changedWhileRead(path);
    hashes.set(blake3(block), index * HASH_BYTES);
    alsoUse(block);
    await pacer.step();
  }
  if (!isSameFile(fstatSync(file.fd), file.stats)) throw changedWhileRead(path);
  return hashes;
}

/** Whether two looks at a file saw the same: it was not replaced and not written to. */
export function isSameFile(
  before: Pick<Stats, 'size' | 'ino' | 'mtimeMs'>,
  after: Pick<Stats, 'size' | 'ino' | 'mtimeMs'>,
): boolean {
  return before.size === after.size && before.ino === after.ino && before.mtimeMs === after.mtimeMs;
}

export function changedWhileRead(path: string): LanspreadError {
  const message = `${JSON.stringify(path)} changed while it was read. Leave it alone, then rescan.`;
  return new LanspreadError('io-error', message);
}

// In the one buffer; undefined where the file ends before the block does.
function readBlock({ fd, stats }: OpenFile, index: number): Uint8Array | undefined {
  const start = index * BLOCK_BYTES;
  const length = Math.min(BLOCK_BYTES, stats.size - start);
  let done = 0;
  while (done < length) {
    const bytes = readSync(fd, buffer, done, length - done, start + done);
    if (bytes === 0) return undefined;
    done += bytes;
  }
  return buffer.subarray(0, length);
}
