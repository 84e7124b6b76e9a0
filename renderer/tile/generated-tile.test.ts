import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatedTile } from './generated-tile.ts';

const PREFIX = 'data:image/svg+xml,';

function svgOf(title: string, genre: string): string {
  return decodeURIComponent(generatedTile(title, genre).slice(PREFIX.length));
}

describe('a tile', () => {
  it('is always the same for a title', () => {
    expect(generatedTile('Quake', 'Racing')).toBe(generatedTile('Quake', 'Racing'));
    expect(generatedTile('Quake', 'Racing')).not.toBe(generatedTile('Doom', 'Racing'));
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
    for (const title of titles) expect(svgOf(title, genre)).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('lets no title out of its text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (title) => {
        const svg = svgOf(`<img src=x onerror=alert(1)>${title}`, 'Racing');
        const texts = svg.match(/<text[^>]*>[^<]*<\/text>/g) ?? [];
        expect(texts.length).toBe(svg.split('<text').length - 1);
        expect(svg).not.toContain('<img');
      }),
    );
  });
});
