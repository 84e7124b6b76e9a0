import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vint } from '../../../fixtures/rar/blocks.ts';
import { HeaderBytes } from './header-bytes.ts';

describe('the fields of a header', () => {
  it('are numbers with the lowest byte first, and bytes', () => {
    const header = headerOf(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
    expect(header.uint8()).toBe(0x01);
    expect(header.uint16()).toBe(0x0302);
    expect(header.uint32()).toBe(0x07060504);
    header.skip(1);
    expect([...header.take(1)]).toEqual([9]);
    expect(header.remaining).toBe(0);
    expect(header.position).toBe(9);
  });

  it('are numbers of variable length, exact as far as numbers are', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(headerOf(vint(value)).vint()).toBe(value);
      }),
    );
  });

  it('S23: are never negative or wrapped around: 64 bits come out larger than any limit', () => {
    expect(headerOf(vint(2n ** 64n - 1n)).vint()).toBe(2 ** 64);
    expect(headerOf(vint(2n ** 63n)).vint()).toBe(2 ** 63);
  });

  it.each([
    ['a number without an end', (header: HeaderBytes) => header.vint(), 11],
    ['more than the header holds', (header: HeaderBytes) => header.take(5), 4],
    ['fewer than no bytes', (header: HeaderBytes) => header.take(-1), 4],
    ['flags that nobody knows', (header: HeaderBytes) => header.flags(), 6],
  ])('S23: mean a damaged archive where they are %s', (_name, read, length) => {
    const header = headerOf(new Uint8Array(length).fill(0xff, 0, length - 1));
    expect(() => read(header)).toThrow(expect.objectContaining({ code: 'archive-invalid' }));
  });

  function headerOf(bytes: Uint8Array) {
    return new HeaderBytes(bytes, 'ggoo/ggoo.eti');
  }
});
