// Loaded into the measured process before the program (node --import): how late its event loop ran.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const RESOLUTION_MS = 5;
const file = process.env.LANSPREAD_LOOP_DELAY_FILE;

if (isMainThread && file !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // Loading the program is not what is measured: the bench asks for a fresh start.
  process.on('SIGUSR2', () => delay.reset());
  process.on('exit', () => {
    const p99Ms = delay.percentile(99) / 1e6 - RESOLUTION_MS;
    const maxMs = delay.max / 1e6 - RESOLUTION_MS;
    writeFileSync(file, JSON.stringify({ p99Ms, maxMs }));
  });
}
