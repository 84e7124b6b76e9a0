import { BLOCK_BYTES, blockCount, CHUNK_BYTES } from '../../../shared/domain/content.ts';
import { type Blocks, lastAtMost } from '../../manifest/blocks.ts';

/** Most blocks in a chunk of small files, so that no step on a chunk takes long. */
export const MAX_CHUNK_BLOCKS = 1024;

const LARGE_FILE_BLOCKS = CHUNK_BYTES / BLOCK_BYTES;

/** The chunks of a content, in rising order: runs of blocks, at most 32 MiB each. */
export interface Chunks {
  /** The number of each chunk's first block; one entry more than chunks, the last is the end. */
  readonly firstBlocks: Uint32Array;
  readonly count: number;
}

/** Cuts content into chunks: up to eight blocks of one file, or a run of whole smaller files. */
export function cutChunks(blocks: Blocks): Chunks {
  const firstBlocks: number[] = [];
  let run = { blocks: Infinity, bytes: Infinity };
  for (const [file, { size }] of blocks.outline.files.entries()) {
    const count = blockCount(size);
    const grown = { blocks: run.blocks + count, bytes: run.bytes + size };
    if (grown.bytes <= CHUNK_BYTES && grown.blocks <= MAX_CHUNK_BLOCKS) {
      run = grown;
    } else if (count > 0) {
      const first = blocks.firstOfFile[file] ?? 0;
      for (let at = 0; at < count; at += LARGE_FILE_BLOCKS) firstBlocks.push(first + at);
      run = { blocks: count, bytes: size };
    }
  }
  return {
    firstBlocks: Uint32Array.from([...firstBlocks, blocks.count]),
    count: firstBlocks.length,
  };
}

/** The chunk that block `index` is in. */
export function chunkOf(chunks: Chunks, index: number): number {
  return Math.min(lastAtMost(chunks.firstBlocks, index), chunks.count - 1);
}

/** The numbers of a chunk's blocks, rising. */
export function blocksOfChunk(chunks: Chunks, chunk: number): readonly number[] {
  const first = chunks.firstBlocks[chunk] ?? 0;
  const end = chunks.firstBlocks[chunk + 1] ?? first;
  return Array.from({ length: end - first }, (_, at) => first + at);
}
