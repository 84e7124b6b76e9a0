import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../fixtures/engine/fake-clock.ts';
import { SERVE_BUFFER_BYTES } from '../limits.ts';
import { UploadBudget } from './upload-budget.ts';

describe('the upload budget', () => {
  it.each([
    { limit: 0, slice: SERVE_BUFFER_BYTES },
    { limit: 1_000, slice: 4 * 1024 },
    { limit: 1_000_000, slice: 20_000 },
    { limit: 3_000_000, slice: 60_000 },
    { limit: 1_000_000_000, slice: SERVE_BUFFER_BYTES },
  ])('sends in slices of $slice bytes under a limit of $limit a second', ({ limit, slice }) => {
    const budget = new UploadBudget(new FakeClock());
    budget.setLimit(limit);
    expect(budget.sliceBytes).toBe(slice);
  });
});
