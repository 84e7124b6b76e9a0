import { describe, expect, it } from 'vitest';
import type { GameId } from '../../../shared/domain/ids.ts';
import { gameAfter, gridRows, rowOf, type Step } from './grid-rows.ts';

const ids = (text: string): readonly GameId[] => text.split('') as GameId[];

// a b c
// d e
// (nobody here has these)
// f g h
// i
const rows = gridRows({ here: ids('abcde'), missing: ids('fghi') }, 3);

describe('the lines of the library', () => {
  it('begin anew below the heading', () => {
    expect(rows.map((row) => (row.type === 'games' ? row.ids.join('') : '-'))).toEqual([
      'abc',
      'de',
      '-',
      'fgh',
      'i',
    ]);
  });

  it('number their games through', () => {
    expect(rows.map((row) => (row.type === 'games' ? row.start : '-'))).toEqual([0, 3, '-', 5, 8]);
  });

  it('have no heading where nothing is missing', () => {
    expect(gridRows({ here: ids('a'), missing: [] }, 3)).toHaveLength(1);
    expect(gridRows({ here: [], missing: [] }, 3)).toEqual([]);
  });

  it('can be found by a game', () => {
    expect(rowOf(rows, 'g' as GameId)).toBe(3);
    expect(rowOf(rows, 'z' as GameId)).toBe(-1);
    expect(rowOf(rows, undefined)).toBe(-1);
  });
});

describe('the keys', () => {
  it.each<[string, Step, string | undefined]>([
    ['a', 'right', 'b'],
    ['c', 'right', 'd'],
    ['d', 'left', 'c'],
    ['a', 'left', undefined],
    ['i', 'right', undefined],
    ['b', 'down', 'e'],
    ['c', 'down', 'e'],
    ['e', 'down', 'g'],
    ['g', 'up', 'e'],
    ['h', 'up', 'e'],
    ['b', 'up', 'b'],
    ['i', 'down', 'i'],
    ['a', 'page-down', 'f'],
    ['h', 'page-down', 'i'],
    ['i', 'page-up', 'd'],
    ['e', 'first', 'a'],
    ['e', 'last', 'i'],
  ])('from %s, %s goes to %s', (from, step, to) => {
    expect(gameAfter(rows, from as GameId, step, 2)).toBe(to);
  });
});
