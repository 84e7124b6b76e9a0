import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLOCK_BYTES,
  CHUNK_BYTES,
  outlineBlocks,
  outlineSize,
} from '../../../shared/domain/content.ts';
import { MAX_REQUEST_BYTES, MAX_REQUEST_RANGES } from '../../wire/limits.ts';
import { blockAt, type Blocks, bytesOf, numberBlocks } from '../../manifest/blocks.ts';
import { blocksOfChunk, chunkOf, type Chunks, cutChunks, MAX_CHUNK_BLOCKS } from './chunks.ts';
import { frontRequestLength, tailRequestLength } from './requests.ts';

const MIB = 1024 * 1024;

const someSizes = fc.array(
  fc.oneof(fc.constantFrom(0, 1, BLOCK_BYTES, CHUNK_BYTES), fc.nat(70 * MIB), fc.nat(5_000)),
  { minLength: 1, maxLength: 40 },
);

describe('blocks', () => {
  it('cover every byte of every file once, in order', () => {
    fc.assert(
      fc.property(someSizes, (sizes) => {
        const blocks = blocksOf(sizes);
        expect(blocks.count).toBe(outlineBlocks(blocks.outline));
        const ends = sizes.map(() => 0);
        for (const block of allOf(blocks).map((index) => blockAt(blocks, index))) {
          expect(block.offset).toBe(ends[block.file]);
          expect(block.length).toBeGreaterThan(0);
          expect(block.length).toBeLessThanOrEqual(BLOCK_BYTES);
          ends[block.file] = block.offset + block.length;
        }
        expect(ends).toEqual(sizes);
      }),
    );
  });

  it('refuses a number that is no block', () => {
    const blocks = blocksOf([0, 5, 0]);
    expect(blockAt(blocks, 0)).toEqual({ file: 1, path: 'f1', offset: 0, length: 5 });
    expect(() => blockAt(blocks, 1)).toThrow(RangeError);
    expect(() => blockAt(blocks, -1)).toThrow(RangeError);
  });
});

describe('chunks', () => {
  it('S14: are runs of at most 32 MiB: a part of one file, or whole files', () => {
    fc.assert(
      fc.property(someSizes, (sizes) => {
        const blocks = blocksOf(sizes);
        const chunks = cutChunks(blocks);
        const runs = runsOf(chunks);
        expect(runs.flat()).toEqual(allOf(blocks));
        expect(bytesOf(blocks, runs.flat())).toBe(outlineSize(blocks.outline));
        for (const [chunk, run] of runs.entries()) {
          expect(bytesOf(blocks, run)).toBeLessThanOrEqual(CHUNK_BYTES);
          expect(run.length).toBeLessThanOrEqual(MAX_CHUNK_BLOCKS);
          expect(run.map((block) => chunkOf(chunks, block))).toEqual(run.map(() => chunk));
          expect(filesOf(blocks, run) === 1 || isWholeFiles(blocks, run)).toBe(true);
        }
      }),
    );
  });

  it('pack small files up to a bounded count', () => {
    const chunks = cutChunks(blocksOf(Array.from({ length: 2_500 }, () => 4_096)));
    expect(runsOf(chunks).map((run) => run.length)).toEqual([1_024, 1_024, 452]);
  });

  it('keep a large file apart from the small ones around it', () => {
    const chunks = cutChunks(blocksOf([10, 40 * MIB, 10, 10]));
    expect(runsOf(chunks)).toEqual([[0], [1, 2, 3, 4, 5, 6, 7, 8], [9, 10], [11, 12]]);
  });

  it('are none where there are no bytes', () => {
    expect(cutChunks(blocksOf([0, 0])).count).toBe(0);
  });
});

describe('requests', () => {
  it.each([
    ['the front', frontRequestLength],
    ['the tail', tailRequestLength],
  ])('from %s stay within a chunk and the limits, and always move on', (_, length) => {
    fc.assert(
      fc.property(someSizes, (sizes) => {
        const blocks = blocksOf(sizes);
        const layout = { blocks, chunks: cutChunks(blocks) };
        let queue = allOf(blocks);
        while (queue.length > 0) {
          const count = length(layout, queue);
          expect(count).toBeGreaterThan(0);
          expect(count).toBeLessThanOrEqual(MAX_REQUEST_RANGES);
          const isFront = length === frontRequestLength;
          const taken = isFront ? queue.slice(0, count) : queue.slice(queue.length - count);
          queue = isFront ? queue.slice(count) : queue.slice(0, queue.length - count);
          expect(bytesOf(blocks, taken)).toBeLessThanOrEqual(MAX_REQUEST_BYTES);
          expect(new Set(taken.map((block) => chunkOf(layout.chunks, block))).size).toBe(1);
        }
      }),
    );
  });

  it('keep long paths within what a frame holds', () => {
    const long = 'ü'.repeat(500);
    const files = Array.from({ length: 1_000 }, (_, at) => ({ path: `${long}${at}`, size: 1 }));
    const blocks = numberBlocks({ files, emptyFolders: [] });
    const layout = { blocks, chunks: cutChunks(blocks) };
    expect(frontRequestLength(layout, allOf(blocks))).toBe(784);
  });
});

function blocksOf(sizes: readonly number[]): Blocks {
  const files = sizes.map((size, at) => ({ path: `f${at}`, size }));
  return numberBlocks({ files, emptyFolders: [] });
}

function allOf(blocks: Blocks): readonly number[] {
  return Array.from({ length: blocks.count }, (_, at) => at);
}

function runsOf(chunks: Chunks): readonly (readonly number[])[] {
  return Array.from({ length: chunks.count }, (_, chunk) => blocksOfChunk(chunks, chunk));
}

function filesOf(blocks: Blocks, run: readonly number[]): number {
  return new Set(run.map((block) => blockAt(blocks, block).file)).size;
}

function isWholeFiles(blocks: Blocks, run: readonly number[]): boolean {
  const bytes = new Map<string, number>();
  for (const { path, length } of run.map((block) => blockAt(blocks, block))) {
    bytes.set(path, (bytes.get(path) ?? 0) + length);
  }
  return blocks.outline.files.every(({ path, size }) => (bytes.get(path) ?? size) === size);
}
