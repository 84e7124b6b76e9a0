import { describe, expect, it } from 'vitest';
import { aContent, anOutline, hashedOf } from '../../fixtures/engine/copies.ts';
import { january } from '../../fixtures/engine/room.ts';
import { foreignPaths, foreignPathsRemoved } from './foreign-files.ts';

const CONTENT = aContent(anOutline({ path: 'maps/a.bsp', size: 1 }, { path: 'ggoo.eti', size: 2 }));
const RECEIPT = { version: january, manifest: hashedOf(CONTENT).manifest };

describe("S27.2: a player's own files in a game's folder", () => {
  it('are those that no download brought', () => {
    const paths = ['ggoo.eti', 'maps', 'maps/a.bsp', 'maps/mine.bsp', 'mod', 'ggoo'];
    expect(foreignPaths(paths, RECEIPT)).toEqual(['maps/mine.bsp', 'mod', 'ggoo']);
  });

  it('are not known where no download is remembered', () => {
    expect(foreignPaths(['mod'], undefined)).toEqual([]);
    expect(foreignPaths(['mod'], { version: january, manifest: new Uint8Array(3) })).toEqual([]);
  });

  it('are named, or counted where they are many', () => {
    expect(foreignPathsRemoved('ggoo', ['a', 'b'])).toContain(': a, b. What');
    expect(foreignPathsRemoved('ggoo', Array.from('abcdefgh'))).toContain(
      'a, b, c, d, e and 3 more.',
    );
  });
});
