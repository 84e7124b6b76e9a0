import { describe, expect, it } from 'vitest';
import { aContent, aCopy, anOutline, hashedOf } from '../../fixtures/engine/copies.ts';
import { ggoo, january } from '../../fixtures/engine/room.ts';
import { BLOCK_BYTES, type Outline } from '../../shared/domain/content.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import type { DescribedContent } from './described-content.ts';
import { reusableBlocks } from './own-blocks.ts';
import type { OwnGame } from './own-game.ts';

const OUTLINE = anOutline({ path: 'ggoo.eti', size: BLOCK_BYTES + 1 }, { path: 'z', size: 5 });

// One byte a block for its hash: two of the archive, one of the sentinel, one of `z`.
function contentOf(hashes: readonly number[] | undefined): DescribedContent {
  const { outlineHash, size } = aContent(OUTLINE);
  const blockHashes = hashes && Buffer.concat(hashes.map((byte) => Buffer.alloc(HASH_BYTES, byte)));
  return {
    ...{ gameId: ggoo, version: january, size, sources: [], outline: OUTLINE, outlineHash },
    ...{ manifestHash: undefined, blockHashes },
  };
}

function own(outline: Outline, changes: Partial<OwnGame> = {}): OwnGame {
  const content = aContent(outline);
  const { manifest: bytes, manifestHash: hash } = hashedOf(content);
  return { scanned: aCopy({ content }), manifest: { bytes, hash }, isDamaged: false, ...changes };
}

describe('S18.6: the own copy', () => {
  it('is looked into only where its hash of that block is the one that is wanted', () => {
    const { wanted, bytes } = reusableBlocks(contentOf([7, 8, 8, 7]), own(OUTLINE));
    expect([...wanted]).toEqual([1, 0, 0, 1]);
    expect(bytes).toBe(BLOCK_BYTES + 5);
  });

  it('may have blocks in files that have grown or shrunk', () => {
    const shorter = anOutline({ path: 'ggoo.eti', size: BLOCK_BYTES }, { path: 'y', size: 5 });
    expect([...reusableBlocks(contentOf([7, 7, 7, 7]), own(shorter)).wanted]).toEqual([1, 0, 1, 0]);
  });

  it.each([
    { what: 'damaged', changes: { isDamaged: true } },
    { what: 'not hashed', changes: { manifest: undefined } },
  ])('is read for all that it may have where it is $what', ({ changes }) => {
    const outline = anOutline({ path: 'ggoo.eti', size: 3 });
    const { wanted } = reusableBlocks(contentOf([1, 2, 3, 4]), own(outline, changes));
    expect([...wanted]).toEqual([1, 1, 1, 0]);
  });

  it('is no help where there is none, or no hash to hold it against', () => {
    expect(reusableBlocks(contentOf([7, 7, 7, 7]), undefined).bytes).toBe(0);
    expect(reusableBlocks(contentOf(undefined), own(OUTLINE)).bytes).toBe(0);
  });
});
