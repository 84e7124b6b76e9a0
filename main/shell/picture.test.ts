import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aJpeg, aPng, aWebp } from '../../fixtures/window/a-picture.ts';
import { readPicture } from './picture.ts';

const size = { width: 600, height: 900 };

describe('a picture', () => {
  it.each([
    ['image/png', aPng(size)],
    ['image/jpeg', aJpeg(size)],
    ['image/webp', aWebp('VP8 ', size)],
    ['image/webp', aWebp('VP8L', size)],
    ['image/webp', aWebp('VP8X', size)],
  ])('L5: is known as %s by its bytes, with its size', (type, bytes) => {
    expect(readPicture(bytes)).toEqual({ type, ...size });
  });

  it.each([
    ['an animated PNG', aPng(size, ['acTL'])],
    ['an animated WebP', aWebp('VP8X', size, 0x02)],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a GIF', Buffer.from('GIF89a\u0001\u0000\u0001\u0000')],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['the beginning of a PNG', aPng(size).subarray(0, 20)],
    ['a JPEG without a frame', aJpeg(size).subarray(0, 12)],
    ['a WebP of another kind', aWebp('ALPH', size)],
    ['nothing', Buffer.alloc(0)],
  ])('L5: is not %s', (_, bytes) => {
    expect(readPicture(bytes)).toBeUndefined();
  });

  it('L5: is looked for in any bytes without a fault', () => {
    const starts = [aPng(size), aJpeg(size), aWebp('VP8X', size)];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.nat(40), fc.uint8Array(), (start, cut, rest) => {
        readPicture(Buffer.concat([start.subarray(0, cut), rest]));
      }),
    );
  });
});
