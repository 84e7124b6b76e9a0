import type { FileHandle } from 'node:fs/promises';
import { BLOCK_BYTES, type ContentFile } from '../../../shared/domain/content.ts';
import { asDiskFailure } from '../../kit/disk/disk-failure.ts';
import { blake3, HASH_BYTES } from '../../manifest/blake3.ts';
import { blockAt, type Blocks } from '../../manifest/blocks.ts';
import { readFully } from './read-fully.ts';
import type { StagedFolder } from './staged-folder.ts';
import { writeFully } from './write-fully.ts';

/** A copy that is here already, and what of it could be in the content that is wanted. */
export interface Reuse {
  /** Where the copy lies; only read. */
  readonly copy: StagedFolder;
  readonly staging: StagedFolder;
  readonly blocks: Blocks;
  readonly blockHashes: Uint8Array;
  /** One byte a block, 1 = looked for at its place in the copy. */
  readonly wanted: Uint8Array;
}

interface FileReuse extends Reuse {
  readonly file: ContentFile;
  readonly from: FileHandle;
  readonly buffer: Uint8Array;
}

/**
 * Brings blocks of a copy into the staging folder, each only if it has its hash: one byte a block,
 * 1 = there now, and durable. A file that is right as a whole becomes the same file under a second
 * name where the disk can do that, so that it is neither written nor takes space. Abortable; fails
 * with `no-space` or `io-error`.
 */
export async function reuseCopy(reuse: Reuse, signal: AbortSignal): Promise<Uint8Array> {
  const { blocks, copy, wanted } = reuse;
  const reused = new Uint8Array(blocks.count);
  const buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  for (const [index, file] of blocks.outline.files.entries()) {
    const all = range(blocks.firstOfFile[index] ?? 0, blocks.firstOfFile[index + 1] ?? 0);
    const some = all.filter((block) => wanted[block] === 1);
    const from = some.length > 0 ? await copy.openForReading(file.path) : undefined;
    if (from === undefined) continue;
    try {
      const isAll = some.length === all.length;
      for (const block of await reuseFile({ ...reuse, file, from, buffer }, some, isAll, signal)) {
        reused[block] = 1;
      }
    } finally {
      await from.close();
    }
  }
  return reused;
}

async function reuseFile(
  reuse: FileReuse,
  wanted: readonly number[],
  isAll: boolean,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const { copy, file, from, staging } = reuse;
  const right: number[] = [];
  for (const block of wanted) {
    signal.throwIfAborted();
    if (await read(reuse, block)) right.push(block);
  }
  const isWhole = isAll && right.length === wanted.length;
  if (isWhole && (await staging.linkFrom(copy, file, from))) return right;
  return right.length === 0 ? [] : copyBlocks(reuse, right, signal);
}

// Read once more: whole files are the rule, and need no second look.
async function copyBlocks(
  reuse: FileReuse,
  right: readonly number[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  const { blocks, file, staging } = reuse;
  const handle = await staging.openFile(file);
  const copied: number[] = [];
  try {
    for (const block of right) {
      signal.throwIfAborted();
      const bytes = await read(reuse, block);
      if (bytes === undefined) continue;
      await writeFully(handle, bytes, blockAt(blocks, block).offset);
      copied.push(block);
    }
    await handle.datasync();
  } catch (error) {
    throw asDiskFailure(error, staging.label(file.path));
  } finally {
    await handle.close();
  }
  return copied;
}

// Undefined where it can't be read or has another hash.
async function read(reuse: FileReuse, block: number): Promise<Uint8Array | undefined> {
  const { blockHashes, blocks, buffer, from } = reuse;
  const { offset, length } = blockAt(blocks, block);
  const bytes = buffer.subarray(0, length);
  const expected = blockHashes.subarray(block * HASH_BYTES, (block + 1) * HASH_BYTES);
  if (!(await readFully(from, bytes, offset))) return undefined;
  return Buffer.compare(blake3(bytes), expected) === 0 ? bytes : undefined;
}

function range(start: number, end: number): readonly number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}
