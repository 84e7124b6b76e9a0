import { describe, expect, it } from 'vitest';
import { Lane, MAX_WAITING_TASKS } from './lane.ts';

const never = new AbortController().signal;

describe('a lane', () => {
  it('runs one task at a time, in the order they came', async () => {
    const lane = new Lane();
    const log: string[] = [];
    const run = (name: string) =>
      lane.run(async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
        return name;
      }, never);
    expect(await Promise.all([run('a'), run('b'), run('c')])).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('goes on after a task that failed', async () => {
    const lane = new Lane();
    const failing = lane.run(() => Promise.reject(new Error('no')), never);
    const next = lane.run(() => Promise.resolve('next'), never);
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });

  it('lets a task that is cancelled leave at once, and nobody behind it loses a place', async () => {
    const lane = new Lane();
    const first = held();
    const stopping = new AbortController();
    const reason = new Error('enough');
    const running = lane.run(() => first.promise, never);
    const cancelled = lane.run(() => Promise.resolve('never'), stopping.signal);
    const last = lane.run(() => Promise.resolve('last'), never);
    stopping.abort(reason);
    await expect(cancelled).rejects.toBe(reason);
    first.release();
    await running;
    await expect(last).resolves.toBe('last');
    await expect(lane.run(() => Promise.resolve('free'), never)).resolves.toBe('free');
  });

  it('takes no task that is cancelled already', async () => {
    const lane = new Lane();
    const reason = new Error('enough');
    const task = lane.run(() => Promise.resolve(1), AbortSignal.abort(reason));
    await expect(task).rejects.toBe(reason);
    await expect(lane.run(() => Promise.resolve('free'), never)).resolves.toBe('free');
  });

  it(`holds ${MAX_WAITING_TASKS} waiting tasks and refuses one more`, async () => {
    const lane = new Lane();
    const first = held();
    const tasks = [lane.run(() => first.promise, never)];
    for (let waiting = 0; waiting < MAX_WAITING_TASKS; waiting += 1) {
      tasks.push(lane.run(() => Promise.resolve(), never));
    }
    const refused = lane.run(() => Promise.resolve(), never);
    await expect(refused).rejects.toMatchObject({ code: 'io-error' });
    first.release();
    await expect(Promise.all(tasks)).resolves.toHaveLength(MAX_WAITING_TASKS + 1);
  });
});

function held() {
  let release = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    promise,
    release: () => {
      release();
    },
  };
}
