import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PeerHome } from '../../../e2e/party/peer.ts';
import { ENTRY } from '../../../e2e/party/program.ts';
import { atEnd } from '../at-end.ts';
import { chosenElectron, windowArguments } from '../../../e2e/window/electron.ts';

const APP = join(import.meta.dirname, 'measured-app');
const PAINTED_LIMIT_MS = 60_000;
const END_LIMIT_MS = 10_000;

/** What is painted one after the other: something at all, then the library with its own games. */
export type Stage = 'page' | 'library';

/** A program with a window, started as the system would, with nothing that drives or slows it. */
export class StartedWindow {
  readonly pid: number;
  readonly #process: ChildProcess;
  readonly #startMs = Date.now();
  readonly #painted = new Map<Stage, number>();

  private constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    const { executable, env: electronEnv } = chosenElectron();
    this.#process = spawn(executable, args, {
      env: { ...process.env, ...electronEnv, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.pid = this.#process.pid ?? 0;
    this.#process.once(
      'exit',
      atEnd(() => this.#process.kill('SIGKILL')),
    );
  }

  /** Lanspread on a player's folders. */
  static lanspread(home: PeerHome): StartedWindow {
    const [, ...args] = windowArguments(home);
    return new StartedWindow([APP, ...args], { LANSPREAD_BENCH_MAIN: ENTRY });
  }

  /** The least that a program on the same Electron can be. */
  static async empty(folder: string): Promise<StartedWindow> {
    await mkdir(folder, { recursive: true });
    return new StartedWindow([APP, '--no-sandbox'], { LANSPREAD_BENCH_USER_DATA: folder });
  }

  /** Milliseconds from the start of the process until a stage was on the screen. */
  async painted(stage: Stage): Promise<number> {
    const signal = AbortSignal.timeout(PAINTED_LIMIT_MS);
    const lines = createInterface({ input: this.#process.stdout ?? process.stdin });
    lines.on('line', (line) => {
      const told = JSON.parse(line) as { readonly stage: Stage; readonly atMs: number };
      this.#painted.set(told.stage, told.atMs - this.#startMs);
    });
    for (;;) {
      const ms = this.#painted.get(stage);
      if (ms !== undefined) return ms;
      await once(lines, 'line', { signal });
    }
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const late = setTimeout(() => this.#process.kill('SIGKILL'), END_LIMIT_MS);
    await gone;
    clearTimeout(late);
  }
}
