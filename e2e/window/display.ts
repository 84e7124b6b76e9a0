import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

const SCREEN = '1600x1000x24';

/** Gives windows a screen where there is none: Xvfb on a display of its own, for the whole run. */
export async function setup(): Promise<(() => void) | undefined> {
  if (process.platform !== 'linux' || process.env['DISPLAY']) return undefined;
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await displayNumber(screen);
  if (number === undefined) return undefined;
  process.env['DISPLAY'] = `:${number}`;
  return () => {
    delete process.env['DISPLAY'];
    screen.kill();
  };
}

// Undefined where there is no Xvfb: tests that need a window then fail, and say why.
async function displayNumber(screen: ChildProcess): Promise<string | undefined> {
  const told = screen.stdio[3] as Readable;
  const failed = once(screen, 'error').then(() => undefined);
  const first = once(told, 'data').then(([bytes]) => String(bytes).trim());
  return Promise.race([first, failed]);
}
