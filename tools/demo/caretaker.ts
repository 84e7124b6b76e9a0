import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

// Keeps a demo's folder as long as the demo is there. It outlives it, whatever ended that: then it
// ends the window too and deletes the folder. Out comes the folder; in come process ids of windows.
const folder = await mkdtemp(join(tmpdir(), 'lanspread-demo-'));
process.stdout.write(`${folder}\n`);

let openWindow = 0;
for await (const line of createInterface({ input: process.stdin })) openWindow = Number(line);

if (openWindow > 0) endWindow(openWindow);
// Programs that end at the same moment may still write there for a while.
await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });

function endWindow(pid: number): void {
  try {
    process.kill(pid);
  } catch {
    // It has ended by itself.
  }
}
