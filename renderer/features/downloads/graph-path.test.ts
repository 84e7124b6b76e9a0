import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRAPH_HEIGHT, GRAPH_WIDTH, graphArea, graphLine, graphTop } from './graph-path.ts';

describe('the top of the graph', () => {
  it.each([
    [[], 1e6],
    [[300], 1e6],
    [[1_000_001], 2e6],
    [[98e6, 120e6], 200e6],
    [[480e6], 500e6],
    [[501e6], 1e9],
  ])('over %j is %d', (values, top) => {
    expect(graphTop(values)).toBe(top);
  });

  it('is never below a value', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e12 })), (values) => {
        expect(graphTop(values)).toBeGreaterThanOrEqual(Math.max(0, ...values));
      }),
    );
  });
});

describe('the line', () => {
  it('ends at the right edge and is as long as there are values', () => {
    expect(graphLine([0, 50, 100], 100, 5)).toBe(
      `M${GRAPH_WIDTH / 2}.0 ${GRAPH_HEIGHT}.0L180.0 40.0L${GRAPH_WIDTH}.0 0.0`,
    );
  });

  it('is nothing without values', () => {
    expect(graphLine([], 100, 5)).toBe('');
    expect(graphArea([], 100, 5)).toBe('');
  });

  it('stands on the ground', () => {
    expect(graphArea([10], 100, 3)).toBe(`M240.0 72.0V${GRAPH_HEIGHT}H240.0Z`);
  });
});
