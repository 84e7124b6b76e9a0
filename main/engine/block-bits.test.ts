import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockBits } from './block-bits.ts';

describe('bits of blocks', () => {
  it('tell the same blocks at the other end, however many there are', () => {
    const sets = fc.uniqueArray(fc.integer({ min: 0, max: 5_000 }));
    fc.assert(
      fc.property(sets, fc.integer({ min: 0, max: 6_000 }), (blocks, count) => {
        const own = new BlockBits();
        for (const block of blocks) own.add([block]);
        const marks = new BlockBits(own.bits).marks(count);
        const told = [...marks.keys()].filter((block) => marks[block] === 1);
        const expected = blocks.filter((block) => block < count);
        expect(told).toEqual(expected.sort((left, right) => left - right));
      }),
    );
  });

  it('keep nothing of what they were made from', () => {
    const heard = Uint8Array.of(1);
    const bits = new BlockBits(heard);
    bits.add([1]);
    expect([...heard, ...bits.bits]).toEqual([1, 3]);
  });
});
