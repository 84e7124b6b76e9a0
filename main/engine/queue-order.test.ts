import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GameId } from '../../shared/domain/ids.ts';
import type { QueueState } from '../../shared/domain/queue.ts';
import {
  LARGE_BYTES,
  MAX_LARGE_RUNNING,
  MAX_RUNNING,
  moved,
  nextToRun,
  type Queued,
} from './queue-order.ts';

const SMALL = 1;
const LARGE = LARGE_BYTES + 1;
const nobody = (): boolean => false;

function queued(id: string, state: QueueState = 'waiting', bytesTotal = SMALL): Queued {
  return { gameId: id as GameId, state, bytesDone: 0, bytesTotal };
}

function idsOf(items: readonly Queued[]): readonly string[] {
  return items.map(({ gameId }) => gameId);
}

const anyQueue = fc.uniqueArray(
  fc.record({
    gameId: fc.integer({ min: 0, max: 30 }).map((id) => `game-${id}` as GameId),
    state: fc.constantFrom<QueueState>('running', 'waiting', 'paused', 'no-holder', 'installing'),
    bytesDone: fc.constant(0),
    bytesTotal: fc.constantFrom(SMALL, LARGE),
  }),
  { selector: ({ gameId }) => gameId },
);

describe('whose turn it is', () => {
  it('Q1: the first three', () => {
    const queue = ['a', 'b', 'c', 'd'].map((id) => queued(id));
    expect(idsOf(nextToRun(queue, nobody))).toEqual(['a', 'b', 'c']);
  });

  it('Q1: as many as there is room for beside those that run', () => {
    const queue = [queued('a', 'running'), queued('b', 'running'), queued('c'), queued('d')];
    expect(idsOf(nextToRun(queue, nobody))).toEqual(['c']);
  });

  it('Q2: a small one before a third large one', () => {
    const large = ['a', 'b', 'c'].map((id) => queued(id, 'waiting', LARGE));
    expect(idsOf(nextToRun([...large, queued('d')], nobody))).toEqual(['a', 'b', 'd']);
  });

  it('Q2: large is what is still to come', () => {
    const nearlyDone = { ...queued('c', 'waiting', LARGE), bytesDone: LARGE - 1 };
    const large = ['a', 'b'].map((id) => queued(id, 'running', LARGE));
    expect(idsOf(nextToRun([...large, nearlyDone], nobody))).toEqual(['c']);
  });

  it('Q2: nobody waits behind a game that is busy with something else', () => {
    const queue = ['a', 'b'].map((id) => queued(id));
    expect(idsOf(nextToRun(queue, (gameId) => gameId === 'a'))).toEqual(['b']);
  });

  it.each(['paused', 'no-holder', 'no-space', 'installing', 'running'] as const)(
    'Q1: not that of one that is %s',
    (state) => {
      expect(nextToRun([queued('a', state)], nobody)).toEqual([]);
    },
  );

  it('Q1: of any queue, as many as may run, in its order, and no more', () => {
    fc.assert(
      fc.property(anyQueue, (queue) => {
        const next = nextToRun(queue, nobody);
        const before = queue.filter(({ state }) => state === 'running');
        const running = [...before, ...next];
        const large = running.filter(({ bytesTotal }) => bytesTotal > LARGE_BYTES);
        if (next.length > 0) expect(running.length).toBeLessThanOrEqual(MAX_RUNNING);
        if (next.some(({ bytesTotal }) => bytesTotal > LARGE_BYTES)) {
          expect(large.length).toBeLessThanOrEqual(MAX_LARGE_RUNNING);
        }
        expect(queue.filter((item) => next.includes(item))).toEqual(next);
        const left = queue.filter((item) => item.state === 'waiting' && !next.includes(item));
        const isFull = running.length >= MAX_RUNNING;
        const waitsForNothing = left.filter(({ bytesTotal }) => bytesTotal <= LARGE_BYTES);
        if (!isFull) expect(waitsForNothing).toEqual([]);
        if (!isFull && large.length < MAX_LARGE_RUNNING) expect(left).toEqual([]);
      }),
    );
  });
});

describe('a move', () => {
  it('Q5: puts a game where it is wanted; beyond the end is the end', () => {
    const queue = ['a', 'b', 'c'].map((id) => queued(id));
    expect(idsOf(moved(queue, 'c' as GameId, 0))).toEqual(['c', 'a', 'b']);
    expect(idsOf(moved(queue, 'a' as GameId, 1))).toEqual(['b', 'a', 'c']);
    expect(idsOf(moved(queue, 'a' as GameId, 99))).toEqual(['b', 'c', 'a']);
    expect(moved(queue, 'z' as GameId, 0)).toBe(queue);
  });

  it('Q5: loses no game, doubles none, and keeps the order of all others', () => {
    fc.assert(
      fc.property(anyQueue, fc.nat(40), fc.nat(40), (queue, which, position) => {
        const gameId = queue[which]?.gameId ?? ('none' as GameId);
        const after = moved(queue, gameId, position);
        const others = (items: readonly Queued[]) => items.filter((item) => item.gameId !== gameId);
        expect(others(after)).toEqual(others(queue));
        expect(after.length).toBe(queue.length);
        if (which < queue.length) {
          const place = after.findIndex((item) => item.gameId === gameId);
          expect(place).toBe(Math.min(position, queue.length - 1));
        }
      }),
    );
  });
});
