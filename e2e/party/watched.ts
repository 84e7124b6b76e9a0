import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stretch } from '../../fixtures/loop/watch-loop.ts';
import { ENTRY, NODE, type Program, type Runtime } from './program.ts';

const WATCHED_PROGRAM = join(
  ...[import.meta.dirname, '..', '..', 'fixtures', 'loop', 'watched-program.ts'],
);

/** The built program, which writes to `file` how long its loops were held up. */
export function watched(file: string): Runtime {
  return {
    command: NODE,
    args: ['--import', WATCHED_PROGRAM, ENTRY],
    env: { LANSPREAD_LOOPS_FILE: file },
  };
}

/** Has a watched program forget what it saw so far, such as its own start. */
export function watchAnew({ pid }: Program): void {
  if (pid !== undefined) process.kill(pid, 'SIGUSR2');
}

/** The longest that a watched program was held up since then. */
export async function longestIn(file: string): Promise<Stretch> {
  return JSON.parse(await readFile(file, 'utf8')) as Stretch;
}
