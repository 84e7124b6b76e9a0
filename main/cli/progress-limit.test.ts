import { expect, it } from 'vitest';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { cnc4, ggoo } from '../../fixtures/engine/room.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { EngineEvent } from '../../shared/events.ts';
import { ProgressLimit } from './progress-limit.ts';

function progress(gameId: GameId): EngineEvent {
  return { type: 'install-progress', gameId, bytesDone: 1, bytesTotal: 2 };
}

const downloading: EngineEvent = {
  ...{ type: 'download-progress', gameId: ggoo, bytesDone: 1, bytesTotal: 2 },
  ...{ bytesPerSecond: 1, etaSeconds: 1, sources: [] },
};

function limitAt(clock: FakeClock): ProgressLimit {
  return new ProgressLimit(() => clock.monotonicMs());
}

it('C7: lets progress of a game through at most four times a second', () => {
  const clock = new FakeClock();
  const limit = limitAt(clock);
  let printed = 0;
  for (let time = 0; time < 1_000; time += 10) {
    if (limit.allows(progress(ggoo))) printed += 1;
    clock.advance(10);
  }
  expect(printed).toBe(4);
});

it('C7: lets games, downloads and installs each have their own', () => {
  const limit = limitAt(new FakeClock());
  expect(limit.allows(progress(ggoo))).toBe(true);
  expect(limit.allows(progress(cnc4))).toBe(true);
  expect(limit.allows(downloading)).toBe(true);
  expect(limit.allows(downloading)).toBe(false);
});

it('C7: lets every other event through', () => {
  const limit = limitAt(new FakeClock());
  const begin: EngineEvent = { type: 'install-begin', gameId: ggoo };
  expect([1, 2, 3].map(() => limit.allows(begin))).toEqual([true, true, true]);
});
