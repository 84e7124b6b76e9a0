import { describe, expect, it } from 'vitest';
import { aCopy } from '../../fixtures/engine/copies.ts';
import { ggoo } from '../../fixtures/engine/room.ts';
import { deferred } from '../../fixtures/engine/waiting.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { Doubts, leavesDoubt } from './doubts.ts';
import { Operations } from './operations.ts';

function setUp(look = () => Promise.resolve()) {
  const steps: string[] = [];
  const operations = new Operations({
    begun: (gameId) => {
      steps.push(`repair ${gameId}`);
      return Promise.resolve();
    },
    changed: () => undefined,
    failed: () => undefined,
  });
  const refresh = async () => {
    await look();
    steps.push('look');
    doubts.set(ggoo, false);
    return aCopy();
  };
  const doubts: Doubts = new Doubts({ operations, own: { refresh } });
  return { doubts, operations, steps };
}

describe('a game in doubt', () => {
  it('S24.4: is repaired and looked at once before its next command, however many come', async () => {
    const { doubts, steps } = setUp();
    doubts.set(ggoo, true);
    await Promise.all([doubts.settle(ggoo), doubts.settle(ggoo)]);
    expect(steps).toEqual([`repair ${ggoo}`, 'look']);
    await doubts.settle(ggoo);
    expect(steps).toHaveLength(2);
  });

  it('S24.4: stays in doubt where the disk still fails, and is looked at again', async () => {
    let looks = 0;
    const fault = new LanspreadError('io-error', 'ggoo: the disk failed.');
    const { doubts } = setUp(() => {
      looks += 1;
      return looks === 1 ? Promise.reject(fault) : Promise.resolve();
    });
    doubts.set(ggoo, true);
    await doubts.settle(ggoo);
    expect(doubts.has(ggoo)).toBe(true);
    await doubts.settle(ggoo);
    expect(doubts.has(ggoo)).toBe(false);
  });

  it('S24.4: is left to the operation that is under way', async () => {
    const { doubts, operations, steps } = setUp();
    const end = deferred();
    doubts.set(ggoo, true);
    const running = operations.run(ggoo, 'Removing', () => end.promise);
    await doubts.settle(ggoo);
    end.resolve();
    await running;
    expect(steps).toEqual([`repair ${ggoo}`]);
  });
});

it.each([
  { code: 'io-error', leaves: true },
  { code: 'no-space', leaves: true },
  { code: 'cancelled', leaves: false },
  { code: 'sources-lost', leaves: false },
] as const)('S24.4: $code leaves doubt: $leaves', ({ code, leaves }) => {
  expect(leavesDoubt(new LanspreadError(code, 'ggoo: failed.'))).toBe(leaves);
});
