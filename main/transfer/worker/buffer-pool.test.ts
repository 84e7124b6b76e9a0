import { expect, it } from 'vitest';
import { BufferPool } from './buffer-pool.ts';

it('makes no more buffers than allowed, and hands them on in turn', async () => {
  const pool = new BufferPool(2, 16);
  const first = await pool.acquire();
  const second = await pool.acquire();
  const order: string[] = [];
  const third = pool.acquire().then((buffer) => {
    order.push('third');
    return buffer;
  });
  const fourth = pool.acquire().then((buffer) => {
    order.push('fourth');
    return buffer;
  });
  pool.release(second);
  pool.release(first);
  expect([await third, await fourth]).toEqual([second, first]);
  expect(order).toEqual(['third', 'fourth']);
});

it('uses a buffer again before it makes another', async () => {
  const pool = new BufferPool(2, 16);
  const first = await pool.acquire();
  pool.release(first);
  expect(await pool.acquire()).toBe(first);
});
