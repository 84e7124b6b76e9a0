import { expect, it } from 'vitest';
import { inParallel } from './in-parallel.ts';

it('does the work for every item, several at a time but not all', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  await inParallel([...Array(100).keys()], async (item) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running -= 1;
    done.push(item);
  });
  expect(done.sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
  expect(most).toBe(16);
});

it('stops at a failure, and tells it once nothing is under way any more', async () => {
  let running = 0;
  let started = 0;
  const work = inParallel([...Array(100).keys()], async (item) => {
    started += 1;
    running += 1;
    await Promise.resolve();
    if (item !== 3) await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (item === 3) throw new Error('three');
  });
  await expect(work).rejects.toThrow('three');
  expect(running).toBe(0);
  expect(started).toBe(16);
});
