import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PeerId } from '../../shared/domain/ids.ts';
import { announcedText, plainName } from './announcement.ts';

describe('plainName', () => {
  it.each([
    ['  Ada’s PC ', 'Ada’s PC'],
    ['two\r\nlines\u001b[31m', 'two lines [31m'],
    ['\u202etxt.exe', 'txt.exe'],
    ['zero\u200bwidth', 'zero width'],
    ['日本 🎮', '日本 🎮'],
    ['\u0000\u0007', ''],
  ])('M3: makes one plain line of %j', (name, plain) => {
    expect(plainName(name)).toBe(plain);
  });

  it('gives a name that is plain already back as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const plain = plainName(name);
        expect(plainName(plain)).toBe(plain);
        expect(plain).not.toMatch(/[\p{C}\n]/u);
      }),
    );
  });
});

describe('announcedText', () => {
  it('fits each entry into the 255 bytes that a TXT record gives it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const text = announcedText({ peerId: 'a'.repeat(32) as PeerId, name, host: '::', port: 1 });
        for (const [key, value] of Object.entries(text)) {
          expect(Buffer.byteLength(`${key}=${value}`)).toBeLessThanOrEqual(255);
        }
      }),
    );
  });
});
