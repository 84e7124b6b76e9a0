import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a window may take to end by itself, in milliseconds. */
const END_LIMIT_MS = 5_000;
const POLL_MS = 50;

// Keeps a demo's folder as long as the demo is there. It outlives it, whatever ended that: then it
// ends the window too and deletes the folder. Out comes the folder; in come process ids of windows.
const folder = await mkdtemp(join(tmpdir(), 'lanspread-demo-'));
process.stdout.write(`${folder}\n`);

let openWindow = 0;
for await (const line of createInterface({ input: process.stdin })) openWindow = Number(line);

if (openWindow > 0) await endWindow(openWindow);
// Programs that end at the same moment may still write there for a while.
await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });

// A browser writes its profile anew as it ends: the folder is deleted once it is gone.
async function endWindow(pid: number): Promise<void> {
  const limitMs = performance.now() + END_LIMIT_MS;
  let signal: NodeJS.Signals | 0 = 'SIGTERM';
  while (reaches(pid, signal) && performance.now() < limitMs) {
    signal = 0;
    await delay(POLL_MS);
  }
  reaches(pid, 'SIGKILL');
}

function reaches(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    // It has ended by itself.
    return false;
  }
}
