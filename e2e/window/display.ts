import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const ENSURE = join(import.meta.dirname, '..', '..', 'tools', 'electron', 'ensure.mjs');
const SCREEN = '1600x1000x24';

/** A screen that stands nowhere, until it is closed. */
export interface Display {
  /** What `DISPLAY` has to say. */
  readonly display: string;
  readonly close: () => Promise<void>;
}

/** Gives windows a screen where there is none: Xvfb on a display of its own, for the whole run. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.platform !== 'linux' || process.env['DISPLAY']) return undefined;
  // Brings Xvfb too where it is missing and can be installed; what it can't bring it says.
  spawnSync(process.execPath, [ENSURE], { stdio: ['ignore', 'ignore', 'inherit'] });
  const opened = await openDisplay();
  if (!opened) return undefined;
  process.env['DISPLAY'] = opened.display;
  return async () => {
    delete process.env['DISPLAY'];
    await opened.close();
  };
}

/** Starts an Xvfb; undefined where there is none: tests that need a window then fail, and say why. */
export async function openDisplay(options: readonly string[] = []): Promise<Display | undefined> {
  const screen = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', ...options],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const number = await displayNumber(screen);
  if (number === undefined) return undefined;
  return {
    display: `:${number}`,
    close: async () => {
      if (screen.exitCode !== null || screen.signalCode !== null) return;
      const gone = once(screen, 'exit');
      screen.kill();
      await gone;
    },
  };
}

async function displayNumber(screen: ChildProcess): Promise<string | undefined> {
  const told = screen.stdio[3] as Readable;
  const failed = once(screen, 'error').then(() => undefined);
  const first = once(told, 'data').then(([bytes]) => String(bytes).trim());
  return Promise.race([first, failed]);
}
