import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aContent, anOutline, blockHashesOf, hashedOf } from '../../fixtures/engine/copies.ts';
import { BLOCK_BYTES, blockCount } from '../../shared/domain/content.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import { recordsOf } from './hash-records.ts';

it('S7.1: remembers a copy with the facts by which its files are known again', () => {
  const content = aContent(anOutline({ path: 'a.eti', size: 2 * BLOCK_BYTES + 1 }), 40);
  const blockHashes = blockHashesOf(content.outline);
  expect(recordsOf(content, blockHashes)).toEqual(hashedOf(content).records);
});

it('S7.1: gives each file its own block hashes, none to an empty file', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3 * BLOCK_BYTES }), { maxLength: 6 }), (sizes) => {
      const outline = anOutline(...sizes.map((size, index) => ({ path: `${index}.eti`, size })));
      const blockHashes = blockHashesOf(outline).map((_, index) => index % 251);
      const records = recordsOf(aContent(outline), blockHashes);
      expect(Buffer.concat(records.map((record) => record.blockHashes))).toEqual(
        Buffer.from(blockHashes),
      );
      for (const { size, blockHashes: own } of records) {
        expect(own.byteLength).toBe(blockCount(size) * HASH_BYTES);
      }
    }),
  );
});
