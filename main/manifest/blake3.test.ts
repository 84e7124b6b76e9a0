import { createBLAKE3 } from 'hash-wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blake3, contentHash, HASH_BYTES, startBlake3 } from './blake3.ts';

describe('BLAKE3', () => {
  // The test vectors of the BLAKE3 specification: bytes 0, 1, …, 250, 0, 1, …
  it.each([
    { length: 0, hex: 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262' },
    { length: 1, hex: '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213' },
    { length: 1024, hex: '42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7' },
  ])('gives the published hash of $length bytes', ({ length, hex }) => {
    const bytes = Uint8Array.from({ length }, (_, index) => index % 251);
    expect(contentHash(bytes)).toBe(hex);
    expect(Buffer.from(blake3(bytes)).toString('hex')).toBe(hex);
    expect(blake3(bytes)).toHaveLength(HASH_BYTES);
  });

  it('hashes a view alone, not the buffer under it', () => {
    const whole = Uint8Array.from({ length: 100 }, (_, index) => index);
    expect(contentHash(whole.subarray(10, 20))).toBe(contentHash(whole.slice(10, 20)));
  });

  it('is the same from the addon and from the form that serves where the addon does not load', async () => {
    const wasm = await createBLAKE3();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => {
        expect(contentHash(bytes)).toBe(wasm.init().update(bytes).digest('hex'));
      }),
    );
  });

  it('is the same piece by piece as in one go, with two hashes side by side', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 2_000 })), async (pieces) => {
        const [whole, first] = [await startBlake3(), await startBlake3()];
        for (const piece of pieces) whole.update(piece);
        first.update(pieces[0] ?? new Uint8Array());
        expect(Buffer.from(whole.digest())).toEqual(Buffer.from(blake3(Buffer.concat(pieces))));
        expect(Buffer.from(first.digest())).toEqual(
          Buffer.from(blake3(pieces[0] ?? new Uint8Array())),
        );
      }),
    );
  });
});
