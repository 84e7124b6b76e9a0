import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DownloadLimit } from './download-limit.ts';

const MIB = 1024 * 1024;
const START_NS = 1_000_000_000n;

it('lets everything through without a limit', () => {
  const { limit } = limited(0);
  expect(limit.pay(1000 * MIB)).toBe(0);
});

it('asks for as long a pause as the bytes take at the limit', () => {
  const { limit, clock } = limited(10 * MIB);
  limit.pay(MIB);
  // 50 ms of credit from before.
  expect(limit.debtMs()).toBeCloseTo(50, 0);
  clock.ns += 30_000_000n;
  expect(limit.debtMs()).toBeCloseTo(20, 0);
});

it('holds the limit within a hundredth, however many read and in whatever portions', () => {
  const rate = fc.integer({ min: 50_000, max: 500 * MIB });
  const portions = fc.array(fc.integer({ min: 1, max: 65_536 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(rate, portions, (bytesPerSecond, sizes) => {
      const { limit, clock, other } = limited(bytesPerSecond);
      let bytes = 0;
      for (let turn = 0; clock.ns < 20_000_000_000n && turn < 20_000; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        const pauseMs = (turn % 2 === 0 ? limit : other).pay(size);
        bytes += size;
        if (pauseMs >= 5) clock.ns += BigInt(Math.ceil(pauseMs * 1e6));
      }
      const seconds = Number(clock.ns - START_NS) / 1e9;
      fc.pre(seconds > 10);
      expect(bytes / seconds / bytesPerSecond).toBeGreaterThan(0.99);
      expect(bytes / seconds / bytesPerSecond).toBeLessThan(1.02);
    }),
  );
});

it('saves up no more than a moment of silence', () => {
  const { limit, clock } = limited(MIB);
  clock.ns += 3_600_000_000_000n;
  expect(limit.pay(MIB)).toBeCloseTo(950, 0);
});

it('forgets what is owed when the limit changes', () => {
  const { limit } = limited(1);
  limit.pay(MIB);
  expect(limit.debtMs()).toBeGreaterThan(1_000_000);
  limit.setRate(MIB);
  expect(limit.debtMs()).toBe(0);
});

function limited(bytesPerSecond: number): {
  readonly limit: DownloadLimit;
  /** Another thread's view of the same limit. */
  readonly other: DownloadLimit;
  readonly clock: { ns: bigint };
} {
  const clock = { ns: START_NS };
  const memory = DownloadLimit.newMemory();
  const limit = new DownloadLimit(memory, () => clock.ns);
  limit.setRate(bytesPerSecond);
  return { limit, other: new DownloadLimit(memory, () => clock.ns), clock };
}
