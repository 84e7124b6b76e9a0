import { fstatSync, readSync } from 'node:fs';
import { BLOCK_BYTES, blockCount } from '../../shared/domain/content.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { blake3, HASH_BYTES } from '../manifest/blake3.ts';
import type { OpenFile } from './open-file.ts';
import type { Pacer } from './pacer.ts';

interface Look {
  readonly size: number;
  readonly mtimeMs: number;
}

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
  if (!isUnchanged(file.stats, fstatSync(file.fd))) throw changedWhileRead(path);
  return hashes;
}

/**
 * Whether a file was not written to between two looks at it. Inodes are left out: FAT disks number
 * their files anew whenever they like.
 */
export function isUnchanged(before: Look, after: Look): boolean {
  return before.size === after.size && before.mtimeMs === after.mtimeMs;
}

/** What fails a job whose file is no longer as it was scanned. */
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
