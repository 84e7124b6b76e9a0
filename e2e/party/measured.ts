import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Peer } from './peer.ts';
import { ENTRY, NODE, type Runtime } from './program.ts';

const LOOP_DELAY = join(import.meta.dirname, '..', '..', 'tools', 'bench', 'loop-delay.mjs');

/** How late the event loop of a process ran, from `begin` to its end. */
export interface LoopDelay {
  readonly runtime: Runtime;
  /** Whose loop it is. */
  of(peer: Peer): void;
  begin(): void;
  /** After the process has ended. */
  read(): Promise<{ readonly p99Ms: number; readonly maxMs: number }>;
}

/** The built program, watched; what is found is written to `file`. */
export function measured(file: string): LoopDelay {
  let watched: Peer | undefined;
  return {
    runtime: {
      command: NODE,
      args: ['--import', LOOP_DELAY, ENTRY],
      env: { LANSPREAD_LOOP_DELAY_FILE: file },
    },
    of: (peer) => {
      watched = peer;
    },
    begin: () => {
      if (watched?.program.pid !== undefined) process.kill(watched.program.pid, 'SIGUSR2');
    },
    read: async () => {
      const text = await readFile(file, 'utf8');
      return JSON.parse(text) as { readonly p99Ms: number; readonly maxMs: number };
    },
  };
}
