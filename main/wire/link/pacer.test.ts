import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../fixtures/engine/fake-clock.ts';
import { allSettled } from '../../../fixtures/engine/waiting.ts';
import { Pacer } from './pacer.ts';

const CREDIT_MS = 100;

/** What `takers` that always ask again were granted within `ms`. */
async function granted(perSecond: number, amount: number, takers: number, ms: number) {
  const clock = new FakeClock();
  const pacer = new Pacer(clock, { creditMs: CREDIT_MS });
  pacer.setRate(perSecond);
  const counts = Array.from({ length: takers }, () => 0);
  const takeOn = async (taker: number): Promise<void> => {
    while (clock.monotonicMs() < ms) {
      await pacer.take(amount);
      counts[taker] = (counts[taker] ?? 0) + amount;
    }
  };
  let isDone = false;
  const taking = Promise.all(counts.map((_, taker) => takeOn(taker))).then(() => {
    isDone = true;
  });
  const isUnderWay = (): boolean => !isDone;
  while (isUnderWay()) {
    await allSettled();
    clock.advance(clock.nextInMs ?? 0);
  }
  await taking;
  return counts;
}

describe('the pacer', () => {
  it('keeps within a tenth of any rate, and all who ask get alike', async () => {
    const rates = fc.integer({ min: 10_000, max: 100_000_000 });
    await fc.assert(
      fc.asyncProperty(rates, fc.integer({ min: 1, max: 8 }), async (perSecond, takers) => {
        const amount = Math.ceil(perSecond / 50);
        const counts = await granted(perSecond, amount, takers, 10_000);
        const sum = counts.reduce((left, right) => left + right, 0);
        expect(sum / (perSecond * 10)).toBeGreaterThan(0.9);
        expect(sum / (perSecond * 10)).toBeLessThan(1.1);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(amount);
      }),
      { numRuns: 20 },
    );
  });

  it('never waits without a rate', async () => {
    const clock = new FakeClock();
    const pacer = new Pacer(clock, { creditMs: CREDIT_MS });
    await pacer.take(1e12);
    expect(clock.waiting).toBe(0);
  });

  it('saves up no more than its credit while nobody asks', async () => {
    const clock = new FakeClock();
    const pacer = new Pacer(clock, { creditMs: CREDIT_MS });
    pacer.setRate(1_000);
    clock.advance(60_000);
    await pacer.take(100);
    void pacer.take(1);
    void pacer.take(1);
    expect(clock.nextInMs).toBe(1);
  });

  it('a rate that is lifted holds up nobody who asks from then on', async () => {
    const clock = new FakeClock();
    const pacer = new Pacer(clock, { creditMs: 0 });
    pacer.setRate(1);
    await pacer.take(1_000);
    pacer.setRate(0);
    await pacer.take(1_000);
    expect(clock.waiting).toBe(0);
  });

  it('lets those go who wait at a rate that is no more', async () => {
    const clock = new FakeClock();
    const pacer = new Pacer(clock, { creditMs: 0 });
    pacer.setRate(1);
    await pacer.take(1_000);
    const waiting = pacer.take(1);
    pacer.setRate(1_000);
    await waiting;
    expect(clock.waiting).toBe(0);
  });
});
