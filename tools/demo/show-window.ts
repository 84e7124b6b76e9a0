import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { DemoFolder } from './demo-folder.ts';

/** Longest wait for a window that is told to end, in milliseconds. */
const END_LIMIT_MS = 5_000;

// What Chromium finds amiss in a system, such as a bus that is not there, is nothing for a player.
const CHATTER = /^\[\d+:\d{4}\/\d{6}\.\d+:(INFO|WARNING|ERROR):/;

/** How a window is started. */
export interface WindowCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Opens a window until it is closed or the signal fires, which is no failure; gives the exit code. */
export async function showWindow(
  { args, command, env }: WindowCommand,
  folder: DemoFolder,
  signal: AbortSignal,
): Promise<number> {
  signal.throwIfAborted();
  const child = spawn(command, args, {
    // What Chromium leaves lying about when it is killed goes with the rest.
    env: { ...env, TMPDIR: folder.path, TEMP: folder.path, TMP: folder.path },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!CHATTER.test(line)) process.stderr.write(`${line}\n`);
  });
  folder.window = child.pid;
  signal.addEventListener('abort', () => {
    child.kill();
    setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS).unref();
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  folder.window = undefined;
  return signal.aborted ? 0 : (code ?? 1);
}
