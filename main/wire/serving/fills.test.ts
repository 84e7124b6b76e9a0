import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GameId } from '../../../shared/domain/ids.ts';
import type { ServedRange } from './served-games.ts';
import { fillsOf } from './fills.ts';

const gameId = 'ggoo' as GameId;

function range(index: number, offset: number, length: number): ServedRange {
  const path = `file-${index}`;
  const file = { gameId, path, absolutePath: `/${path}`, size: offset + length, inode: index };
  return { file, offset, length };
}

const ranges = fc
  .array(fc.tuple(fc.nat(1_000), fc.integer({ min: 1, max: 300 })), { minLength: 1 })
  .map((all) => all.map(([offset, length], index) => range(index, offset, length)));

describe('fills', () => {
  it('hold every byte of every range once, in order, and leave no gaps', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 500 }), (all, bufferBytes) => {
        const fills = [...fillsOf(all, bufferBytes)];
        const bytes = fills.flatMap(({ parts }) =>
          parts.flatMap(({ file, offset, length }) =>
            Array.from({ length }, (_, at) => `${file.path}@${offset + at}`),
          ),
        );
        const expected = all.flatMap(({ file, offset, length }) =>
          Array.from({ length }, (_, at) => `${file.path}@${offset + at}`),
        );
        expect(bytes).toEqual(expected);
        for (const fill of fills) {
          const ends = fill.parts.map(({ at, length }) => at + length);
          expect(fill.parts.map(({ at }) => at)).toEqual([0, ...ends.slice(0, -1)]);
          expect(ends.at(-1)).toBe(fill.bytes);
          expect(fill.bytes).toBeLessThanOrEqual(bufferBytes);
        }
      }),
    );
  });

  it('fill every buffer but the last, so that small files travel packed', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 500 }), (all, bufferBytes) => {
        const sizes = [...fillsOf(all, bufferBytes)].map(({ bytes }) => bytes);
        expect(sizes.slice(0, -1).every((bytes) => bytes === bufferBytes)).toBe(true);
      }),
    );
  });

  it('mark the end of each range once', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 500 }), (all, bufferBytes) => {
        const parts = [...fillsOf(all, bufferBytes)].flatMap((fill) => fill.parts);
        const ended = parts.filter(({ isLast }) => isLast).map(({ file }) => file.path);
        expect(ended).toEqual(all.map(({ file }) => file.path));
      }),
    );
  });
});
