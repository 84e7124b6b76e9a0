import { once } from 'node:events';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';

const WORK = `
  import { parentPort } from 'node:worker_threads';
  import { readlinkSync } from 'node:fs';
  import { getPriority } from 'node:os';
  import { giveWay } from ${JSON.stringify(new URL('give-way.ts', import.meta.url).href)};
  giveWay();
  const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  parentPort.postMessage(getPriority(thread));
`;

describe.runIf(process.platform === 'linux')('giving way', () => {
  it('lets the rest of the process go before the thread that asks for it', async () => {
    const before = getPriority();
    const url = new URL(`data:text/javascript,${encodeURIComponent(WORK)}`);
    const worker = new Worker(url);
    const [priority] = (await once(worker, 'message')) as [number];
    await worker.terminate();
    expect(priority).toBeGreaterThan(before);
    expect(getPriority()).toBe(before);
  });
});
