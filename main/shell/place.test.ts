import { expect, it } from 'vitest';
import { readPlace } from './place.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const place = { x: 100, y: 50, width: 1000, height: 700, isMaximized: false };

it('finds the window where it was left', () => {
  expect(readPlace(JSON.stringify(place), [screen])).toEqual(place);
});

it.each([
  ['nothing was kept', undefined],
  ['it is no JSON', '{'],
  ['it is something else', '[]'],
  ['it is too small', JSON.stringify({ ...place, width: 10 })],
  ['the screen is gone', JSON.stringify({ ...place, x: 5000 })],
  ['its upper edge is above the screen', JSON.stringify({ ...place, y: -500 })],
  ['hardly any of it can be seen', JSON.stringify({ ...place, x: 1900 })],
])('starts anew where %s', (_why, text) => {
  expect(readPlace(text, [screen])).toBeUndefined();
});
