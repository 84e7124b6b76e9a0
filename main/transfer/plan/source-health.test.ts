import { expect, it } from 'vitest';
import { SourceHealth } from './source-health.ts';

const MIB = 1024 * 1024;

it('measures the speed of the last second or so, not of the whole transfer', () => {
  const health = working(10 * MIB, 5_000);
  feed(health, MIB, { fromMs: 5_000, toMs: 10_000 });
  expect(health.speed(10_000) / MIB).toBeCloseTo(1, 0);
});

it('forgets a speed while nothing comes', () => {
  const health = working(10 * MIB, 5_000);
  expect(health.speed(5_000) / MIB).toBeCloseTo(10);
  expect(health.speed(9_000) / MIB).toBeLessThan(2.5);
});

it('does not count time without work', () => {
  const health = working(10 * MIB, 2_000);
  health.setBusy(false, 2_000);
  health.setBusy(true, 60_000);
  expect(health.speed(60_000) / MIB).toBeCloseTo(10);
  expect(health.isStalled(60_500)).toBe(false);
});

it.each([
  { factor: 100, afterMs: 900, isFaster: false },
  { factor: 3.2, afterMs: 1_000, isFaster: true },
  { factor: 1.5, afterMs: 3_000, isFaster: false },
  { factor: 1.5, afterMs: 5_000, isFaster: true },
  { factor: 1.15, afterMs: 60_000, isFaster: true },
  { factor: 1.05, afterMs: 600_000, isFaster: false },
])('S14: $factor times as fast for $afterMs ms: $isFaster', ({ factor, afterMs, isFaster }) => {
  const fast = working(factor * MIB, afterMs + 100);
  const slow = working(MIB, afterMs + 100);
  expect(fast.isFasterThan(slow)).toBe(isFaster);
  expect(slow.isFasterThan(fast)).toBe(false);
});

it.each([
  { speed: 50 * MIB, stalledMs: 1_000 },
  { speed: MIB / 4, stalledMs: 4_000 },
  { speed: MIB / 100, stalledMs: 10_000 },
])('S19: calls a source of $speed bytes/s stalled after $stalledMs ms', ({ speed, stalledMs }) => {
  const health = working(speed, 3_000);
  expect(health.isStalled(3_000 + stalledMs * 0.98)).toBe(false);
  expect(health.isStalled(3_000 + stalledMs * 1.02)).toBe(true);
});

it('calls no source stalled that has no work', () => {
  const health = working(MIB, 1_000);
  health.setBusy(false, 1_000);
  expect(health.isStalled(100_000)).toBe(false);
});

it('S20: allows one wrong block and no second one', () => {
  const health = new SourceHealth();
  expect([health.blame(), health.blame()]).toEqual([true, false]);
});

function working(bytesPerSecond: number, forMs: number): SourceHealth {
  const health = new SourceHealth();
  health.setBusy(true, 0);
  feed(health, bytesPerSecond, { fromMs: 0, toMs: forMs });
  return health;
}

function feed(
  health: SourceHealth,
  bytesPerSecond: number,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): void {
  for (let ms = fromMs + 100; ms <= toMs; ms += 100) health.received(bytesPerSecond / 10, ms);
}
