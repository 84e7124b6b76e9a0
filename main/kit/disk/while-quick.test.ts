import { describe, expect, it } from 'vitest';
import { whileQuick } from './while-quick.ts';

const LANES = 2;

function stepThat(blocking: (item: number) => boolean) {
  const [blocked, waited]: [number[], number[]] = [[], []];
  return {
    blocked,
    waited,
    step: {
      blocking: (item: number) => {
        const isDone = blocking(item);
        if (isDone) blocked.push(item);
        return isDone;
      },
      waiting: (item: number) => {
        waited.push(item);
        return Promise.resolve();
      },
    },
  };
}

function holdUp(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('steps on a disk', () => {
  it('leave the thread from the first one on that has waited for the disk', async () => {
    const { step, blocked, waited } = stepThat((item) => {
      if (item === 0) holdUp(2);
      return true;
    });
    await whileQuick([0, 1, 2], step, LANES);
    expect([blocked, waited]).toEqual([[0], [1, 2]]);
  });

  it('are each taken once, whatever is left to the form that waits', async () => {
    const { step, blocked, waited } = stepThat((item) => item % 2 === 0);
    await whileQuick([0, 1, 2, 3], step, LANES);
    expect([...blocked, ...waited].sort()).toEqual([0, 1, 2, 3]);
    expect(waited).toEqual(expect.arrayContaining([1, 3]));
  });

  it('fail with what went wrong first, and begin nothing new after it', async () => {
    const taken: number[] = [];
    const failing = whileQuick(
      [0, 1, 2],
      {
        blocking: (item) => {
          taken.push(item);
          throw new Error('EIO');
        },
        waiting: () => Promise.resolve(),
      },
      LANES,
    );
    await expect(failing).rejects.toThrow('EIO');
    expect(taken).toEqual([0]);
  });
});
