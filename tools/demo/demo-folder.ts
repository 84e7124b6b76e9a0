import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const CARETAKER = join(import.meta.dirname, 'caretaker.ts');

type Caretaker = ChildProcessByStdio<Writable, Readable, null>;

/** A folder that goes when the demo does, and with it the window: also where the demo is killed. */
export class DemoFolder {
  readonly path: string;
  readonly #caretaker: Caretaker;

  private constructor(caretaker: Caretaker, path: string) {
    this.#caretaker = caretaker;
    this.path = path;
  }

  static async make(): Promise<DemoFolder> {
    const caretaker = spawn(process.execPath, [CARETAKER], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // Ctrl+C in the terminal, or the end of the terminal, is not for it.
      detached: true,
      windowsHide: true,
    });
    const [path] = (await once(createInterface({ input: caretaker.stdout }), 'line')) as [string];
    return new DemoFolder(caretaker, path);
  }

  /** The window that is open on this folder, by its process id; undefined once it is closed. */
  set window(pid: number | undefined) {
    this.#caretaker.stdin.write(`${pid ?? 0}\n`);
  }

  /** Deletes it. */
  async delete(): Promise<void> {
    const gone = once(this.#caretaker, 'exit');
    this.#caretaker.stdin.end();
    await gone;
  }
}
