import { BLOCK_BYTES, blockCount, type Outline } from '../../shared/domain/content.ts';

/** The blocks of an outline, numbered over all files in its order; empty files have none. */
export interface Blocks {
  readonly outline: Outline;
  /** The number of each file's first block; one entry more than files, the last is the count. */
  readonly firstOfFile: Uint32Array;
  readonly count: number;
}

/** One block: which file it is of, and where in it. */
export interface Block {
  readonly file: number;
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

/** Numbers the blocks of an outline. */
export function numberBlocks(outline: Outline): Blocks {
  const firstOfFile = new Uint32Array(outline.files.length + 1);
  let count = 0;
  for (const [file, { size }] of outline.files.entries()) {
    firstOfFile[file] = count;
    count += blockCount(size);
  }
  firstOfFile[outline.files.length] = count;
  return { outline, firstOfFile, count };
}

/** Block `index`; throws a RangeError where there is none. */
export function blockAt(blocks: Blocks, index: number): Block {
  const file = lastAtMost(blocks.firstOfFile, index);
  const content = blocks.outline.files[file];
  if (content === undefined) throw new RangeError(`no block ${index}`);
  const offset = (index - (blocks.firstOfFile[file] ?? 0)) * BLOCK_BYTES;
  const length = Math.min(BLOCK_BYTES, content.size - offset);
  return { file, path: content.path, offset, length };
}

/** The bytes of some blocks together. */
export function bytesOf(blocks: Blocks, indexes: readonly number[]): number {
  return indexes.reduce((sum, index) => sum + blockAt(blocks, index).length, 0);
}

/** The last place in `sorted` whose value is at most `value`, or -1. */
export function lastAtMost(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
