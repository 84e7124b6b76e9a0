import { describe, expect, it } from 'vitest';
import { aCopy } from '../../fixtures/engine/copies.ts';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { cnc4, ggoo } from '../../fixtures/engine/room.ts';
import { allSettled } from '../../fixtures/engine/waiting.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { MissedContent } from './missed-content.ts';
import type { OperationKind } from './operations.ts';

function setUp() {
  const clock = new FakeClock();
  const events = new EventRecord();
  const kinds = new Map<GameId, OperationKind>();
  const steps: string[] = [];
  const disk = { fault: undefined as Error | undefined };
  const missedContent = new MissedContent({
    ...{ clock, events: events.hub },
    own: {
      refresh: (gameId) => {
        steps.push(`read ${gameId}`);
        return disk.fault ? Promise.reject(disk.fault) : Promise.resolve(aCopy());
      },
    },
    gate: { renew: (gameId) => steps.push(`renew ${gameId}`) },
    operationOf: (gameId) => kinds.get(gameId),
  });
  return { missedContent, clock, events, kinds, steps, disk };
}

describe('content that the wire has missed', () => {
  it('S12.8: has its game read anew, and what is there served again', async () => {
    const { missedContent, clock, steps } = setUp();
    missedContent.missed(ggoo);
    clock.advance(500);
    await allSettled();
    expect(steps).toEqual(['read ggoo', 'renew ggoo']);
  });

  it('W17: costs one look at a game in half a second, however many files it is', async () => {
    const { missedContent, clock, steps } = setUp();
    for (let time = 0; time < 1_000; time += 1) {
      missedContent.missed(ggoo);
      missedContent.missed(cnc4);
      clock.advance(1);
    }
    clock.advance(500);
    await allSettled();
    expect(steps.filter((step) => step === 'read ggoo')).toHaveLength(2);
    expect(steps.filter((step) => step === 'read cnc4')).toHaveLength(2);
  });

  it('S12.6: is left to an operation that is under way by then', async () => {
    const { missedContent, clock, kinds, steps } = setUp();
    missedContent.missed(ggoo);
    kinds.set(ggoo, 'Removing');
    clock.advance(500);
    await allSettled();
    expect(steps).toEqual([]);
  });

  it('S1.3: is told where its game cannot be read, and not served again', async () => {
    const { missedContent, clock, events, steps, disk } = setUp();
    disk.fault = new LanspreadError('io-error', 'ggoo: no access.');
    missedContent.missed(ggoo);
    clock.advance(500);
    await allSettled();
    expect(events.all).toEqual([
      { type: 'diagnostic', code: 'io-error', message: 'ggoo: no access.', gameId: ggoo },
    ]);
    expect(steps).toEqual(['read ggoo']);
  });

  it('S10.3: is let be at the end of the program', () => {
    const { missedContent, clock } = setUp();
    missedContent.missed(ggoo);
    missedContent.stop();
    expect(clock.waiting).toBe(0);
  });
});
