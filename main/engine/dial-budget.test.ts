import { describe, expect, it } from 'vitest';
import { DialBudget } from './dial-budget.ts';

const SECOND_MS = 1_000;
const address = (number: number): string => `10.0.${number >> 8}.${number & 255}:41641`;

function taken(budget: DialBudget, count: number, nowMs: number): number {
  const asked = Array.from({ length: count }, (_, number) => address(number));
  return asked.filter((one) => budget.take(one, nowMs)).length;
}

describe('DialBudget', () => {
  it('S25.2: allows a whole room at once, then sixteen dials a second', () => {
    const budget = new DialBudget(() => 0.5);
    expect(taken(budget, 1_000, 0)).toBe(128);
    expect(taken(budget, 1_000, SECOND_MS)).toBe(16);
    expect(taken(budget, 1_000, 3 * SECOND_MS)).toBe(32);
  });

  it('S25.2: saves up no more than one room', () => {
    const budget = new DialBudget(() => 0.5);
    expect(taken(budget, 1_000, 3_600 * SECOND_MS)).toBe(128);
  });

  it('S25.2: makes a failed address wait, a minute at most, until it was reached', () => {
    const budget = new DialBudget(() => 0.5);
    const pauses = [];
    let nowMs = 0;
    for (let failure = 0; failure < 8; failure += 1) {
      budget.failed(address(1), nowMs);
      const since = nowMs;
      while (!budget.take(address(1), nowMs)) nowMs += 100;
      pauses.push((nowMs - since) / SECOND_MS);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    budget.failed(address(1), nowMs);
    budget.reached(address(1));
    expect(budget.take(address(1), nowMs)).toBe(true);
  });

  it('S25.2: lets an address wait four seconds at most from which somebody is heard', () => {
    const budget = new DialBudget(() => 0.5);
    for (let failure = 0; failure < 8; failure += 1) budget.failed(address(1), 0);
    expect(budget.take(address(1), 3_999, true)).toBe(false);
    expect(budget.take(address(1), 59_999)).toBe(false);
    expect(budget.take(address(1), 4_000, true)).toBe(true);
  });

  it('S25.2: begins anew once this PC is in another network', () => {
    const budget = new DialBudget(() => 0.5);
    budget.failed(address(1), 0);
    budget.forgive();
    expect(budget.take(address(1), 0)).toBe(true);
  });

  it('S25.2: spreads the pauses of a room', () => {
    const [early, late] = [new DialBudget(() => 0), new DialBudget(() => 0.999)];
    early.failed(address(1), 0);
    late.failed(address(1), 0);
    expect(early.take(address(1), 750)).toBe(true);
    expect(late.take(address(1), 1_240)).toBe(false);
  });

  it('W16: remembers the failures of a bounded number of addresses', () => {
    const budget = new DialBudget(() => 0.5);
    for (let number = 0; number <= 1_000; number += 1) budget.failed(address(number), 0);
    expect(budget.take(address(0), 0)).toBe(true);
    expect(budget.take(address(1), 0)).toBe(false);
  });
});
