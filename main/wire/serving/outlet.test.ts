import { describe, expect, it } from 'vitest';
import { MAX_CONNECTIONS, MIN_SERVE_BUFFER_BYTES, SERVE_BUFFER_BYTES } from '../limits.ts';
import { serveBufferBytes } from './outlet.ts';

const MIB = 1024 * 1024;

describe('the buffers of serving connections', () => {
  it('are full size for a few connections, and never below the least', () => {
    expect(serveBufferBytes(0)).toBe(SERVE_BUFFER_BYTES);
    expect(serveBufferBytes(31)).toBe(SERVE_BUFFER_BYTES);
    expect(serveBufferBytes(100_000)).toBe(MIN_SERVE_BUFFER_BYTES);
  });

  it('W3: take less than 256 MiB together, however many there are', () => {
    let sum = 0;
    for (let count = 0; count < MAX_CONNECTIONS; count += 1) sum += 2 * serveBufferBytes(count);
    expect(sum).toBeLessThan(256 * MIB);
  });
});
