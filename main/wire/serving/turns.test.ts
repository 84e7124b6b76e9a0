import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

function taken(turns: Turns<string, string>): readonly string[] {
  const all: string[] = [];
  for (let item = turns.next(); item !== undefined; item = turns.next()) all.push(item);
  return all;
}

describe('turns', () => {
  it('go round, one each, in the order in which each came', () => {
    const turns = new Turns<string, string>();
    for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) turns.push(item.charAt(0), item);
    expect(taken(turns)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  });

  it('lose nothing, and let nobody wait for more than one turn of each other', () => {
    const pushes = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 });
    fc.assert(
      fc.property(pushes, (keys) => {
        const turns = new Turns<string, string>();
        keys.forEach((key, index) => {
          turns.push(key, `${key}${index}`);
        });
        const order = taken(turns);
        expect([...order].sort()).toEqual(keys.map((key, index) => `${key}${index}`).sort());
        for (const key of new Set(keys)) {
          const mine = order.flatMap((item, at) => (item.startsWith(key) ? [at] : []));
          const others = new Set(keys).size;
          mine.slice(1).forEach((at, index) => {
            expect(at - (mine[index] ?? 0)).toBeLessThanOrEqual(others);
          });
        }
      }),
    );
  });
});
