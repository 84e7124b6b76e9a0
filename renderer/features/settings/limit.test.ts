import { expect, it } from 'vitest';
import { limitText, parseLimit } from './limit.ts';

it.each([
  ['', 0],
  ['  ', 0],
  ['0', 0],
  ['25', 25_000_000],
  ['2.5', 2_500_000],
  ['2,5', 2_500_000],
  ['-1', undefined],
  ['fast', undefined],
  ['1e9', undefined],
  ['9999999', undefined],
])('"%s" MB/s are %s bytes a second', (typed, bytes) => {
  expect(parseLimit(typed)).toBe(bytes);
});

it('shows a limit as it was typed, and none as nothing', () => {
  expect(limitText(0)).toBe('');
  for (const typed of ['1', '2.5', '100']) expect(limitText(parseLimit(typed) ?? 0)).toBe(typed);
});
