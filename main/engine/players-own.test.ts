import { describe, expect, it } from 'vitest';
import { aContent, aCopy, anOutline, hashedOf } from '../../fixtures/engine/copies.ts';
import { ggoo, january, march } from '../../fixtures/engine/room.ts';
import type { Outline } from '../../shared/domain/content.ts';
import { broughtBy, toldKeptBeside, withoutPlayersOwn } from './players-own.ts';

const GAME: Outline = {
  ...anOutline({ path: 'maps/a.bsp', size: 1 }, { path: 'ggoo.eti', size: 2 }),
  emptyFolders: ['logs'],
};
const CONTENT = aContent(GAME);
const RECEIPT = { version: january, manifest: hashedOf(CONTENT).manifest };

function withMore(...paths: readonly string[]) {
  const files = [...GAME.files, ...paths.map((path) => ({ path, size: 9 }))];
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return aContent({ files, emptyFolders: [] });
}

describe("S27.3: a player's own files in a game's folder", () => {
  it('make the copy no other one', () => {
    const game = aCopy({ content: withMore('aaa.txt', 'logs/mine.log', 'maps/mine.bsp') });
    const { content } = withoutPlayersOwn(game, [RECEIPT]);
    expect(content).toMatchObject({ outline: GAME, outlineHash: CONTENT.outlineHash, size: 11 });
    // Of `ggoo.eti`, `maps/a.bsp` and `version.ini` among six files.
    expect(content?.inodes).toEqual(Float64Array.of(2, 4, 6));
    expect(content?.mtimesMs).toHaveLength(3);
  });

  it('are not installed where they are archives', () => {
    const archives = ['ggoo (yours).eti', 'ggoo.eti'];
    const game = aCopy({ archives, content: withMore('ggoo (yours).eti') });
    expect(withoutPlayersOwn(game, [RECEIPT]).archives).toEqual(['ggoo.eti']);
    expect(withoutPlayersOwn({ ...game, content: undefined }, [RECEIPT])).toMatchObject({
      archives: ['ggoo.eti'],
      content: undefined,
    });
  });

  it('are not known where this version was not downloaded', () => {
    const game = aCopy({ content: withMore('mine.txt') });
    expect(withoutPlayersOwn(game, [])).toBe(game);
    expect(withoutPlayersOwn(game, [{ ...RECEIPT, version: march }])).toBe(game);
    const unreadable = { ...RECEIPT, manifest: new Uint8Array(3) };
    expect(withoutPlayersOwn(game, [unreadable])).toBe(game);
  });

  it('hide nothing that is missing or changed', () => {
    const files = GAME.files.filter(({ path }) => path !== 'maps/a.bsp');
    const lacking = aCopy({ content: aContent({ files, emptyFolders: ['logs', 'maps'] }) });
    expect(withoutPlayersOwn(lacking, [RECEIPT]).content?.outline).toEqual({
      files,
      emptyFolders: ['logs'],
    });
    const sound = aCopy({ content: CONTENT });
    expect(withoutPlayersOwn(sound, [RECEIPT])).toBe(sound);
  });

  it('are what no download of this version brought, or of any where there is no version', () => {
    const other = { version: march, manifest: hashedOf(aContent(anOutline())).manifest };
    expect(broughtBy([RECEIPT, other], january)).toEqual(GAME);
    expect(broughtBy([RECEIPT, other], undefined)?.files).toHaveLength(4);
    expect(broughtBy([other], january)).toBeUndefined();
    expect(broughtBy([], undefined)).toBeUndefined();
  });

  it('are named where they went beside others, or counted where they are many', () => {
    expect(toldKeptBeside(ggoo, ['a', 'b'])).toMatch(/^ggoo: .*: a, b\.$/);
    expect(toldKeptBeside(ggoo, Array.from('abcdefgh'))).toContain(': a, b, c, d, e and 3 more.');
  });
});
