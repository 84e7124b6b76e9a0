import { describe, expect, it } from 'vitest';
import { aContent, anOutline, hashedOf } from '../../fixtures/engine/copies.ts';
import { ggoo, january, march } from '../../fixtures/engine/room.ts';
import type { Outline } from '../../shared/domain/content.ts';
import { broughtBy, toldKeptBeside, toldPutAside } from './players-own.ts';

const GAME: Outline = {
  ...anOutline({ path: 'maps/a.bsp', size: 1 }, { path: 'ggoo.eti', size: 2 }),
  emptyFolders: ['logs'],
};
const CONTENT = aContent(GAME);
const RECEIPT = { version: january, manifest: hashedOf(CONTENT).manifest };

describe("S27.2: a player's own files in a game's folder", () => {
  it('are what no download of this version brought, or of any where there is no version', () => {
    const other = { version: march, manifest: hashedOf(aContent(anOutline())).manifest };
    expect(broughtBy([RECEIPT, other], january)).toEqual(GAME);
    expect(broughtBy([RECEIPT, other], undefined)?.files).toHaveLength(4);
    expect(broughtBy([other], january)).toBeUndefined();
    expect(broughtBy([], undefined)).toBeUndefined();
  });

  it('are named where they went elsewhere, or counted where they are many', () => {
    expect(toldPutAside(ggoo, ['.lanspread-yours/1/a'])).toMatch(/: \.lanspread-yours\/1\/a\.$/);
    expect(toldKeptBeside(ggoo, ['a', 'b'])).toMatch(/^ggoo: .*: a, b\.$/);
    expect(toldKeptBeside(ggoo, Array.from('abcdefgh'))).toContain(': a, b, c, d, e and 3 more.');
  });
});
