import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../fixtures/engine/fake-clock.ts';
import { aPeerId } from '../../../fixtures/engine/room.ts';
import { allSettled } from '../../../fixtures/engine/waiting.ts';
import type { PeerId } from '../../../shared/domain/ids.ts';
import { SERVE_BUFFER_BYTES } from '../limits.ts';
import { UploadBudget } from './upload-budget.ts';

const [greedy, modest] = [aPeerId(1), aPeerId(2)];

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

  it('W20: gives each peer its turn, however many connections of another one ask', async () => {
    const clock = new FakeClock();
    const budget = new UploadBudget(clock);
    budget.setLimit(1_000_000);
    const bytes = new Map([greedy, modest].map((peerId) => [peerId, 0]));
    const takeOn = async (peerId: PeerId): Promise<void> => {
      while (clock.monotonicMs() < 3_000) {
        await budget.take(peerId, budget.sliceBytes);
        // What still waits at the end says nothing of the turns.
        if (clock.monotonicMs() > 3_000) return;
        bytes.set(peerId, (bytes.get(peerId) ?? 0) + budget.sliceBytes);
      }
    };
    const connections = [...Array<PeerId>(16).fill(greedy), modest];
    let isDone = false;
    const all = Promise.all(connections.map(takeOn)).then(() => (isDone = true));
    const isUnderWay = (): boolean => !isDone;
    while (isUnderWay()) {
      await allSettled();
      clock.advance(clock.nextInMs ?? 0);
    }
    await all;
    const [ofGreedy = 0, ofModest = 0] = bytes.values();
    expect(ofModest / ofGreedy).toBeGreaterThan(0.9);
    expect((ofGreedy + ofModest) / 3_000_000).toBeCloseTo(1, 1);
  });

  it('holds nobody up once there is no limit any more', async () => {
    const clock = new FakeClock();
    const budget = new UploadBudget(clock);
    budget.setLimit(1);
    await budget.take(greedy, 1_000);
    const waiting = [budget.take(greedy, 1_000), budget.take(modest, 1_000)];
    budget.setLimit(0);
    await Promise.all(waiting);
    await budget.take(greedy, 1_000_000);
    expect(clock.waiting).toBe(0);
  });
});
