import { describe, expect, it } from 'vitest';
import { cnc4, ggoo } from '../../fixtures/engine/room.ts';
import { allSettled, deferred, unlessAborted } from '../../fixtures/engine/waiting.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { type Operation, type OperationKind, Operations } from './operations.ts';

function setUp({ begun = () => Promise.resolve() }: { begun?: () => Promise<void> } = {}) {
  const changes: (readonly [GameId, OperationKind | undefined])[] = [];
  const failed: (readonly [GameId, OperationKind | undefined])[] = [];
  const operations: Operations = new Operations({
    begun,
    changed: (gameId) => changes.push([gameId, operations.kindOf(gameId)]),
    failed: (gameId) => failed.push([gameId, operations.kindOf(gameId)]),
  });
  return { operations, changes, failed };
}

// Work that goes on until a test ends it, or its operation is stopped.
function longWork() {
  const end = deferred<string>();
  const work = ({ signal }: Operation) => unlessAborted(end.promise, signal);
  return { end, work };
}

describe('the one operation of a game', () => {
  it('S12.6: is refused a second one, which is told what is being done', async () => {
    const { operations } = setUp();
    const { end, work } = longWork();
    const first = operations.run(ggoo, 'Downloading', work);
    const second = operations.run(ggoo, 'Removing', () => Promise.resolve('never'));
    await expect(second).rejects.toMatchObject({
      code: 'operation-active',
      message: 'ggoo is being downloaded right now. Wait until that is done, or cancel it.',
    });
    end.resolve('done');
    await expect(first).resolves.toBe('done');
  });

  it('S12.6: leaves other games free', async () => {
    const { operations } = setUp();
    const { end, work } = longWork();
    const first = operations.run(ggoo, 'Downloading', work);
    await expect(operations.run(cnc4, 'Verifying', () => Promise.resolve('other'))).resolves.toBe(
      'other',
    );
    end.resolve('done');
    await first;
  });

  it('S12.6: frees the game when it has ended, well or not', async () => {
    const { operations, failed } = setUp();
    const fault = new Error('disk on fire');
    await expect(operations.run(ggoo, 'Removing', () => Promise.reject(fault))).rejects.toBe(fault);
    expect(operations.kindOf(ggoo)).toBeUndefined();
    expect(failed).toEqual([[ggoo, 'Removing']]);
    operations.assertFree(ggoo);
  });

  it('S12.5: begins no work before serving has ended', async () => {
    const shut = deferred();
    const { operations } = setUp({ begun: () => shut.promise });
    let hasBegun = false;
    const running = operations.run(ggoo, 'Removing', () => {
      hasBegun = true;
      return Promise.resolve();
    });
    await allSettled();
    expect(hasBegun).toBe(false);
    shut.resolve();
    await running;
    expect(hasBegun).toBe(true);
  });

  it('S12.5: ends without work where the game cannot be made ready for it', async () => {
    const fault = new Error('no access');
    const { operations } = setUp({ begun: () => Promise.reject(fault) });
    const work = () => Promise.reject(new Error('must not be called'));
    await expect(operations.run(ggoo, 'Removing', work)).rejects.toBe(fault);
    expect(operations.active()).toEqual([]);
  });

  it('S5.1: goes on as another kind under the same lock', async () => {
    const { operations, changes } = setUp();
    await operations.run(ggoo, 'Downloading', (operation) => {
      operation.become('Installing');
      expect(() => {
        operations.assertFree(ggoo);
      }).toThrow('ggoo is being installed right now.');
      return Promise.resolve();
    });
    expect(changes).toEqual([
      [ggoo, 'Downloading'],
      [ggoo, 'Installing'],
      [ggoo, undefined],
    ]);
  });

  it('C5: is counted and listed while it runs', async () => {
    const { operations } = setUp();
    const { end, work } = longWork();
    const running = [
      operations.run(ggoo, 'Downloading', work),
      operations.run(cnc4, 'Removing', work),
    ];
    expect(operations.active()).toEqual([ggoo, cnc4]);
    expect(operations.count('Downloading')).toBe(1);
    end.resolve('done');
    await Promise.all(running);
    expect(operations.count('Downloading')).toBe(0);
  });
});

describe('a cancel', () => {
  it('S29.1: answers once the operation has ended, and says what was stopped', async () => {
    const { operations } = setUp();
    const tidied = deferred();
    const running = operations.run(ggoo, 'Downloading', async ({ signal }) => {
      await unlessAborted(deferred().promise, signal).catch(() => undefined);
      await tidied.promise;
      throw signal.reason as Error;
    });
    await allSettled();
    let isAnswered = false;
    const cancelled = operations.cancel(ggoo).then(() => (isAnswered = true));
    await allSettled();
    expect(isAnswered).toBe(false);
    tidied.resolve();
    await expect(running).rejects.toMatchObject({
      code: 'cancelled',
      message: 'ggoo: stopped before it was downloaded.',
    });
    await cancelled;
    operations.assertFree(ggoo);
  });

  it('S29.1: is done at once where nothing is under way', async () => {
    await expect(setUp().operations.cancel(ggoo)).resolves.toBeUndefined();
  });

  it('S29.1: keeps an operation from its work that has not come to it yet', async () => {
    const shut = deferred();
    const { operations } = setUp({ begun: () => shut.promise });
    const running = operations.run(ggoo, 'Removing', () => Promise.resolve('removed'));
    const cancelled = operations.cancel(ggoo);
    shut.resolve();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await cancelled;
  });
});

describe('closing', () => {
  it('S10.3: stops every operation, waits for their ends, and takes no more', async () => {
    const { operations } = setUp();
    const { work } = longWork();
    const running = [ggoo, cnc4].map((gameId) => operations.run(gameId, 'Downloading', work));
    const outcomes = Promise.allSettled(running);
    await operations.close();
    expect(operations.active()).toEqual([]);
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    }
    await expect(operations.run(ggoo, 'Removing', work)).rejects.toMatchObject({
      code: 'shutting-down',
    });
  });
});
