import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, blockCount, CHUNK_BYTES, outlineBlocks, outlineSize } from './content.ts';

const size = fc.nat({ max: 2 ** 40 });

describe('blocks of a file', () => {
  it.each([
    { bytes: 0, blocks: 0 },
    { bytes: 1, blocks: 1 },
    { bytes: BLOCK_BYTES - 1, blocks: 1 },
    { bytes: BLOCK_BYTES, blocks: 1 },
    { bytes: BLOCK_BYTES + 1, blocks: 2 },
    { bytes: CHUNK_BYTES, blocks: 8 },
    { bytes: 2 ** 50, blocks: 2 ** 28 },
  ])('$bytes bytes are $blocks blocks', ({ bytes, blocks }) => {
    expect(blockCount(bytes)).toBe(blocks);
  });

  it('cover every byte, and the last one is not empty', () => {
    fc.assert(
      fc.property(size, (bytes) => {
        const covered = blockCount(bytes) * BLOCK_BYTES;
        expect(covered).toBeGreaterThanOrEqual(bytes);
        expect(covered - bytes).toBeLessThan(BLOCK_BYTES);
      }),
    );
  });
});

describe('an outline', () => {
  it('has the bytes and the blocks of all its files', () => {
    fc.assert(
      fc.property(fc.array(size, { maxLength: 20 }), (sizes) => {
        const files = sizes.map((bytes, index) => ({ path: `f${index}`, size: bytes }));
        const outline = { files, emptyFolders: ['empty'] };
        expect(outlineSize(outline)).toBe(sizes.reduce((sum, bytes) => sum + bytes, 0));
        expect(outlineBlocks(outline)).toBe(
          sizes.map(blockCount).reduce((sum, blocks) => sum + blocks, 0),
        );
      }),
    );
  });
});
