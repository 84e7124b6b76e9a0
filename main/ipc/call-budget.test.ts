import { expect, it } from 'vitest';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { CALL_BURST, CallBudget, CALLS_PER_SECOND, MAX_PENDING_CALLS } from './call-budget.ts';

function takeMany(budget: CallBudget, count: number): number {
  let taken = 0;
  for (let call = 0; call < count; call += 1) {
    if (!budget.take()) continue;
    taken += 1;
    budget.done();
  }
  return taken;
}

it('L6: takes a burst, then so many a second, of ten thousand a second', () => {
  const clock = new FakeClock();
  const budget = new CallBudget(clock);
  let taken = 0;
  for (let second = 0; second < 10; second += 1) {
    taken += takeMany(budget, 10_000);
    clock.advance(1000);
  }
  expect(taken).toBeLessThanOrEqual(CALL_BURST + 10 * CALLS_PER_SECOND);
  expect(taken).toBeGreaterThanOrEqual(CALL_BURST + 9 * CALLS_PER_SECOND);
});

it('lets only so many wait for their answer', () => {
  const clock = new FakeClock();
  const budget = new CallBudget(clock);
  for (let call = 0; call < MAX_PENDING_CALLS; call += 1) {
    expect(budget.take()).toBe(true);
    clock.advance(100);
  }
  expect(budget.take()).toBe(false);
  budget.done();
  expect(budget.take()).toBe(true);
});
