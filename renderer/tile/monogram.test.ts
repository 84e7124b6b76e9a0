import fc from 'fast-check';
import { expect, it } from 'vitest';
import { monogram } from './monogram.ts';

it.each([
  ['Quake', ['QUAKE']],
  ['Quake 4', ['QUAKE', '4']],
  ['Quake III Arena', ['QIIIA']],
  ['Age of Empires', ['AoE']],
  ['Age of Empires II: The Age of Kings', ['AoEII', 'AoK']],
  ['Unreal Tournament 2004', ['UT', '2004']],
  ['Command & Conquer: Red Alert 2', ['C&C', 'RA2']],
  ['Counter-Strike 1.6', ['CS', '1.6']],
  ['SWAT 4', ['SWAT', '4']],
  ['F.E.A.R.', ['FEAR']],
  ['Homeworld', ['H']],
])('%s is %j', (title, lines) => {
  expect(monogram(title)).toEqual(lines);
});

it('has one to three lines with something in them, for any title', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (title) => {
      const lines = monogram(title);
      expect(lines.length).toBeGreaterThanOrEqual(1);
      expect(lines.length).toBeLessThanOrEqual(3);
    }),
  );
});
