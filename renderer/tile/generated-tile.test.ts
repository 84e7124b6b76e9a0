import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatedTile } from './generated-tile.ts';
import { HEIGHT } from './motif.ts';

describe('a tile', () => {
  it('is always the same for a title', () => {
    expect(generatedTile('Quake', 'Racing')).toEqual(generatedTile('Quake', 'Racing'));
    expect(generatedTile('Quake', 'Racing')).not.toEqual(generatedTile('Doom', 'Racing'));
  });

  it.each([
    'First-person shooter',
    'Racing',
    'Space combat',
    'Role-playing',
    'Sandbox',
    'Arcade',
    '',
  ])('can be drawn for the genre "%s"', (genre) => {
    const titles = Array.from({ length: 40 }, (_, index) => `Game ${index}`);
    for (const { shapes } of titles.map((title) => generatedTile(title, genre))) {
      expect(shapes.length).toBeGreaterThan(0);
      expect(JSON.stringify(shapes)).not.toMatch(/NaN|undefined|Infinity|null/);
    }
  });

  it('has room for the letters of any title', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (title) => {
        const { letters } = generatedTile(title, 'Racing');
        expect(letters.length).toBeGreaterThan(0);
        for (const { y, size } of letters) {
          expect(size).toBeGreaterThan(0);
          expect(y - size).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(HEIGHT);
        }
      }),
    );
  });
});
