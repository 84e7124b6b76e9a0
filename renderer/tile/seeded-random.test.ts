import fc from 'fast-check';
import { expect, it } from 'vitest';
import { between, pick, seededRandom } from './seeded-random.ts';

it('gives the same numbers for a text, and others for another', () => {
  const [first, second, other] = [seededRandom('a'), seededRandom('a'), seededRandom('b')];
  const numbers = [first(), first(), first()];
  expect([second(), second(), second()]).toEqual(numbers);
  expect(other()).not.toBe(numbers[0]);
});

it('stays within its bounds', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const random = seededRandom(text);
      const number = between(random, 3, 5);
      expect(number).toBeGreaterThanOrEqual(3);
      expect(number).toBeLessThan(5);
      expect(['x', 'y']).toContain(pick(random, ['x', 'y']));
    }),
  );
});
