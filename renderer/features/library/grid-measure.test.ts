import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureGrid } from './grid-measure.ts';

describe('the grid', () => {
  it('fills the width to the pixel, at any width and letter size', () => {
    const widths = fc.integer({ min: 150, max: 7680 });
    fc.assert(
      fc.property(widths, fc.integer({ min: 14, max: 44 }), (width, rem) => {
        const { columns, cardWidth, gap } = measureGrid(width, rem, 'grid');
        expect(columns).toBeGreaterThanOrEqual(1);
        expect(columns * cardWidth + (columns - 1) * gap).toBeCloseTo(width);
      }),
    );
  });

  it('shows more cards in a wider window, up to a number that can still be read', () => {
    expect(measureGrid(850, 14, 'grid').columns).toBe(5);
    expect(measureGrid(1230, 14.3, 'grid').columns).toBe(8);
    expect(measureGrid(3800, 20, 'grid').columns).toBe(14);
  });

  it('is one column as a list', () => {
    expect(measureGrid(850, 14, 'list')).toMatchObject({ columns: 1, cardWidth: 850 });
  });
});
