import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rar4Name } from './rar4-name.ts';

const JAPANESE = 0x30;

describe('a name of RAR 4', () => {
  it('is plain where it is only ASCII, and its backslashes part folders', () => {
    expect(rar4Name(Buffer.from('maps\\wake.map'), false)).toBe('maps/wake.map');
    expect(rar4Name(Buffer.from('..\\evil.txt'), false)).toBe('../evil.txt');
  });

  it('is UTF-8 where it has no second form', () => {
    expect(rar4Name(Buffer.from('größe.txt'), true)).toBe('größe.txt');
    expect(rar4Name(Buffer.from('größe.txt'), false)).toBe('größe.txt');
  });

  it('is none where it is in a character set that nobody knows', () => {
    expect(rar4Name(Buffer.from('größe.txt', 'latin1'), false)).toBeUndefined();
  });

  it.each([
    ['bytes as they are', [0b00_00_00_00, 0x61, 0x62, 0x63], 'abc'],
    ['bytes with the common upper half', [0b01_01_00_00, 0xb2, 0xfc], 'ゲー'],
    ['whole units', [0b10_10_00_00, 0x3d, 0xd8, 0xae, 0xdf], '🞮'],
    ['a run of the plain name', [0b11_00_00_00, 3], 'plain'],
    ['a shifted run of the plain name', [0b11_00_00_00, 0x83, 0x01], 'ㅱㅭㅢㅪㅯ'],
  ])('is unpacked from %s', (_name, packed, expected) => {
    const high = expected === 'ㅱㅭㅢㅪㅯ' ? 0x31 : JAPANESE;
    const bytes = Buffer.concat([Buffer.from('plain\0'), Buffer.from([high, ...packed])]);
    expect(rar4Name(bytes, true)).toBe(expected);
  });

  it('S23: is some text or none whatever the bytes, and of bounded length', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 70_000, size: 'max' }),
        fc.boolean(),
        (bytes, wide) => {
          expect(rar4Name(bytes, wide)?.length ?? 0).toBeLessThan(5000);
        },
      ),
      { numRuns: 200 },
    );
  });
});
