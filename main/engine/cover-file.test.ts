import { describe, expect, it } from 'vitest';
import { aContent, aCopy, anOutline } from '../../fixtures/engine/copies.ts';
import { ggoo } from '../../fixtures/engine/room.ts';
import { coverOf } from './cover-file.ts';
import { localGame } from './game-rows.ts';

function coverAmong(...paths: readonly string[]) {
  const outline = anOutline(...paths.map((path, index) => ({ path, size: index + 1 })));
  return coverOf(aContent(outline))?.name;
}

describe('the picture of a copy', () => {
  it.each([
    [['cover.jpg', 'cover.webp', 'a.eti'], 'cover.webp'],
    [['Cover.PNG', 'cover.jpeg'], 'Cover.PNG'],
    [['cover.jpeg'], 'cover.jpeg'],
    [['art/cover.webp', 'cover.svg', 'cover.webp.exe', 'mycover.png'], undefined],
    [[], undefined],
  ])('S3.3: of %j is %s', (paths, name) => {
    expect(coverAmong(...paths)).toBe(name);
  });

  it('S3.3: is told with its size and time, so that another one is seen to be another', () => {
    const outline = anOutline({ path: 'cover.png', size: 7 });
    const content = { ...aContent(outline), mtimesMs: Float64Array.from([1234]) };
    const own = { scanned: aCopy({ content }), manifest: undefined, isDamaged: false };
    const cover = { name: 'cover.png', size: 7, mtimeMs: 1234 };
    expect(localGame(ggoo, own, undefined)).toMatchObject({ cover });
    expect(localGame(ggoo, undefined, undefined)).toMatchObject({ cover: null });
  });
});
