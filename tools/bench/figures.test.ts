import { expect, it } from 'vitest';
import { figureOf, percentileOf, printFigure, ratioOf } from './figures.ts';

it('a figure is the median of its runs, with the least and the most', () => {
  expect(figureOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, runs: 3 });
  expect(figureOf([4, 1, 2, 3]).median).toBe(2.5);
});

it('a ratio is taken run by run, as the runs were taken in turn', () => {
  expect(ratioOf([2, 6], [1, 2])).toEqual({ median: 2.5, min: 2, max: 3, runs: 2 });
});

it('a percentile is a value that was measured', () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect(percentileOf(values, 95)).toBe(19);
  expect(percentileOf([7], 95)).toBe(7);
  expect(percentileOf([], 95)).toBeNaN();
});

it('a figure is printed with its range', () => {
  expect(printFigure(figureOf([1, 2, 3]))).toBe('2.00 (1.00 to 3.00)');
});
