import { expect, it } from 'vitest';
import type { Row } from './row.ts';
import { chooseRows } from './rows.ts';

const rows = [row('one'), row('two-cold'), row('two-warm'), row('three')];

it('the bench runs every row where none is named', () => {
  expect(chooseRows(undefined, rows)).toEqual(rows);
});

it('the bench runs the rows that are named, in that order', () => {
  expect(chooseRows('three, one', rows).map(({ name }) => name)).toEqual(['three', 'one']);
});

it('the bench runs all rows of a family where that is named', () => {
  expect(chooseRows('two', rows).map(({ name }) => name)).toEqual(['two-cold', 'two-warm']);
});

it('the bench names the rows there are where one is misspelt', () => {
  expect(() => chooseRows('one,tow', rows)).toThrow(
    /tow\. Choose from: one, two-cold, two-warm, three/,
  );
});

function row(name: string): Row {
  return { name, about: name, measure: () => Promise.resolve([]) };
}
