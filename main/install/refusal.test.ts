import { describe, expect, it } from 'vitest';
import { damagedArchive, invalidArchive, quoted, unsafeArchive } from './refusal.ts';

describe('a refusal', () => {
  it('says what is wrong, with what, and what to do', () => {
    expect(damagedArchive('ggoo/ggoo.eti', 'is cut off')).toMatchObject({
      code: 'archive-invalid',
      message: 'ggoo/ggoo.eti is damaged: it is cut off. Download the game again.',
    });
    expect(invalidArchive('ggoo/ggoo.eti', 'is encrypted')).toMatchObject({
      code: 'archive-invalid',
      message:
        "ggoo/ggoo.eti can't be unpacked: it is encrypted. Ask whoever packed it for another archive.",
    });
    expect(unsafeArchive('ggoo/ggoo.eti', '"a" is there twice')).toMatchObject({
      code: 'archive-unsafe',
      message:
        'ggoo/ggoo.eti was refused: "a" is there twice. Ask whoever packed it for another archive.',
    });
  });

  it('shows a hostile name printable and short', () => {
    expect(quoted('maps/größe 🎮.txt')).toBe('"maps/größe 🎮.txt"');
    expect(quoted('a\u001b[31m\u202eb\ud800\u2028c')).toBe('"a?[31m?b??c"');
    expect(quoted('x'.repeat(1_000_000))).toBe(`"${'x'.repeat(80)}…"`);
    expect(quoted('🎮'.repeat(100))).toBe(`"${'🎮'.repeat(80)}…"`);
  });
});
