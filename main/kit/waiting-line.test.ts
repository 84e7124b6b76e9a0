import { describe, expect, it } from 'vitest';
import { Deferred } from './deferred.ts';
import { WaitingLine } from './waiting-line.ts';

const never = new AbortController().signal;

function line(places = 1, bound = 10): WaitingLine {
  return new WaitingLine({ places, bound, full: () => new Error('full') });
}

describe('a waiting line', () => {
  it('runs one task at a time, in the order they came', async () => {
    const waiting = line();
    const log: string[] = [];
    const run = (name: string): Promise<string> =>
      waiting.run(async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
        return name;
      }, never);
    expect(await Promise.all([run('a'), run('b'), run('c')])).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('runs as many at once as it has places, and no more', async () => {
    const waiting = line(2);
    const begun: string[] = [];
    const tasks = ['a', 'b', 'c'].map((name) => {
      const end = new Deferred<undefined>();
      const run = waiting.run(() => {
        begun.push(name);
        return end.promise;
      }, never);
      return { end, run };
    });
    expect(begun).toEqual(['a', 'b']);
    tasks[1]?.end.resolve(undefined);
    await tasks[1]?.run;
    tasks[0]?.end.resolve(undefined);
    await tasks[0]?.run;
    expect(begun).toEqual(['a', 'b', 'c']);
    tasks[2]?.end.resolve(undefined);
    await tasks[2]?.run;
  });

  it('lets nobody slip in between one that ends and the next', async () => {
    const waiting = line();
    const log: string[] = [];
    const second = (): Promise<void> => {
      log.push('second');
      return Promise.resolve();
    };
    const first = waiting.run(() => Promise.resolve(), never);
    const next = waiting.run(second, never);
    await first;
    await Promise.all([next, waiting.run(() => Promise.resolve(void log.push('third')), never)]);
    expect(log).toEqual(['second', 'third']);
  });

  it('goes on after a task that failed', async () => {
    const waiting = line();
    const failing = waiting.run(() => Promise.reject(new Error('no')), never);
    const next = waiting.run(() => Promise.resolve('next'), never);
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });

  it('S29: is left at once by a task that is cancelled, and nobody behind it loses a place', async () => {
    const waiting = line();
    const first = new Deferred<undefined>();
    const stopping = new AbortController();
    const reason = new Error('enough');
    const running = waiting.run(() => first.promise, never);
    const cancelled = waiting.run(() => Promise.resolve('never'), stopping.signal);
    const last = waiting.run(() => Promise.resolve('last'), never);
    stopping.abort(reason);
    await expect(cancelled).rejects.toBe(reason);
    first.resolve(undefined);
    await running;
    await expect(last).resolves.toBe('last');
    await expect(waiting.run(() => Promise.resolve('free'), never)).resolves.toBe('free');
  });

  it('takes no task that is cancelled already', async () => {
    const waiting = line();
    const reason = new Error('enough');
    const task = waiting.run(() => Promise.resolve(1), AbortSignal.abort(reason));
    await expect(task).rejects.toBe(reason);
    await expect(waiting.run(() => Promise.resolve('free'), never)).resolves.toBe('free');
  });

  it('is bounded, and refuses one more in the words it was given', async () => {
    const waiting = line(1, 2);
    const first = new Deferred<undefined>();
    const tasks = [first.promise, Promise.resolve(), Promise.resolve()].map((end) =>
      waiting.run(() => end, never),
    );
    await expect(waiting.run(() => Promise.resolve(), never)).rejects.toThrow('full');
    first.resolve(undefined);
    await expect(Promise.all(tasks)).resolves.toHaveLength(3);
  });
});
