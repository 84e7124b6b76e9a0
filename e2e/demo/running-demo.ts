import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { chromium, type Page } from 'playwright-core';
import { afterEach } from 'vitest';

const DEMO = join(import.meta.dirname, '..', '..', 'tools', 'demo', 'demo.ts');
const DEVTOOLS = /^DevTools listening on (ws:\S+)$/m;

/** Longest wait for the window, in milliseconds. */
const WINDOW_LIMIT_MS = 90_000;

/** A demo as `npm start` begins it once everything is set up, with a folder of its own for what is temporary. */
export class RunningDemo {
  readonly temporary: string;
  /** Everything it has said so far. */
  said = '';
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #exit: Promise<unknown[]>;

  constructor(temporary: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.temporary = temporary;
    this.#child = spawn(process.execPath, [DEMO, ...args], {
      env: { ...process.env, TMPDIR: temporary, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exit = once(this.#child, 'close');
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (bytes: Buffer) => (this.said += bytes.toString('utf8')));
    }
  }

  /** The page of its window. */
  async page(): Promise<Page> {
    const browser = await chromium.connectOverCDP(await this.#devtools());
    const [context] = browser.contexts();
    if (!context) throw new Error('The window has no page.');
    return context.pages()[0] ?? (await context.waitForEvent('page'));
  }

  /** Its exit code, once it has ended. */
  async ended(): Promise<number | null> {
    const [code] = (await this.#exit) as [number | null];
    return code;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #devtools(): Promise<string> {
    const ended = this.#exit.then(() => 'ended' as const);
    const signal = AbortSignal.timeout(WINDOW_LIMIT_MS);
    for (;;) {
      const url = DEVTOOLS.exec(this.said)?.[1];
      if (url !== undefined) return url;
      const more = once(this.#child.stderr, 'data', { signal }).catch(() => 'too late' as const);
      const happened = await Promise.race([more, ended]);
      if (typeof happened === 'string') throw new Error(`No window, ${happened}.\n${this.said}`);
    }
  }
}

/** Starts demos for one test at a time, and ends them after it. */
export function useDemo(): (
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
) => Promise<RunningDemo> {
  const begun: RunningDemo[] = [];
  afterEach(async () => {
    for (const demo of begun.splice(0)) {
      demo.kill();
      await demo.ended();
      // Its caretaker may be at it too.
      await rm(demo.temporary, { recursive: true, force: true, maxRetries: 20 });
    }
  });
  return async (args, env = {}) => {
    const temporary = await mkdtemp(join(tmpdir(), 'lanspread-demo-test-'));
    const demo = new RunningDemo(temporary, args, env);
    begun.push(demo);
    return demo;
  };
}
