import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectNode } from '../../tools/child.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
/** The Node that runs what is built; by its real name, as what stands in .bin is a script on Windows. */
export const NODE = projectNode() ?? process.execPath;

// What is shown of a process when its test fails.
const LAST_LINES = 30;
const MAX_LINE_LENGTH = 400;

/** What the program's package says of itself. */
export const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly main: string;
  readonly version: string;
};

/** The built program's entry. */
export const ENTRY = join(ROOT, PACKAGE.main);

/** What is started, before the program's own arguments. */
export interface Runtime {
  readonly command: string;
  readonly args: readonly string[];
  /** Beside the test's own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What is built, on Node. */
export const BUILT: Runtime = { command: NODE, args: [ENTRY] };

/** The built program, behind a command that runs it elsewhere, such as `ip netns exec …`. */
export function builtWithin([command, ...args]: readonly [string, ...string[]]): Runtime {
  return { command, args: [...args, NODE, ENTRY] };
}

/** How a process has ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One started process of the program: what it prints, and how it ends. */
export class Program {
  readonly name: string;
  readonly lines: string[] = [];
  /** Emits `change` after each line, and when the process has ended. */
  readonly changes = new EventEmitter().setMaxListeners(0);
  stderr = '';
  ending: Ending | undefined;
  /** Resolves once the process is gone and everything it printed has been read. */
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcessWithoutNullStreams;

  constructor(name: string, args: readonly string[], { command, ...runtime }: Runtime = BUILT) {
    this.name = name;
    this.#child = spawn(command, [...runtime.args, ...args], {
      stdio: 'pipe',
      env: { ...process.env, ...runtime.env },
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.changes.emit('change');
    });
    this.#child.stderr.on('data', (bytes: Buffer) => (this.stderr += bytes.toString('utf8')));
    // A process that is gone takes no more lines; its ending says so.
    this.#child.stdin.on('error', () => undefined);
    this.ended = this.#whenEnded();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  write(text: string | Buffer): void {
    this.#child.stdin.write(text);
  }

  /** Ends the program's input, after a last piece of it. */
  endInput(text = ''): Promise<Ending> {
    this.#child.stdin.end(text);
    return this.ended;
  }

  /** Sends a signal that does not end it. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }

  /** Reads nothing of what it prints any more. */
  closeOutput(): void {
    this.#child.stdout.destroy();
  }

  kill(signal: NodeJS.Signals): Promise<Ending> {
    this.#child.kill(signal);
    return this.ended;
  }

  /** What it printed last, for a test that fails. */
  transcript(): string {
    const lines = this.lines.slice(-LAST_LINES).map((line) => line.slice(0, MAX_LINE_LENGTH));
    const ending = this.ending ? JSON.stringify(this.ending) : 'still running';
    return [`--- ${this.name} (${ending})`, ...lines, this.stderr].join('\n');
  }

  async #whenEnded(): Promise<Ending> {
    this.ending = await new Promise<Ending>((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', (code, signal) => {
        resolve({ code, signal });
      });
    });
    this.changes.emit('change');
    return this.ending;
  }
}
