import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Runtime } from '../party/program.ts';

const PACKAGER = join(import.meta.dirname, '..', '..', 'tools', 'package', 'build-package.mjs');

// As root Electron's own sandbox does not start; a player never is.
const NO_SANDBOX = '--no-sandbox';

/** The program as it comes out of the packager, in a folder of its own. */
export class Packaged {
  readonly #folder: string;
  /** What a package puts on a player's disk. */
  readonly root: string;

  private constructor(folder: string, root: string) {
    this.#folder = folder;
    this.root = root;
  }

  static async make(): Promise<Packaged> {
    const folder = await mkdtemp(join(tmpdir(), 'lanspread-package-'));
    await promisify(execFile)(process.execPath, [PACKAGER, '--dir', '--out', folder]);
    const made = (await readdir(folder)).find((name) => name.endsWith('-unpacked'));
    if (made === undefined) throw new Error(`The packager left no folder in ${folder}.`);
    return new Packaged(folder, join(folder, made));
  }

  get executable(): string {
    return join(this.root, 'lanspread');
  }

  get archive(): string {
    return join(this.root, 'resources', 'app.asar');
  }

  /** Starts it without a screen. */
  headless(more: Partial<Runtime> = {}): Runtime {
    const args = [NO_SANDBOX, '--ozone-platform=headless', ...(more.args ?? [])];
    return { command: this.executable, args, env: more.env ?? {} };
  }

  /** Starts it on a screen. */
  windowed(display: string, switches: readonly string[] = []): Runtime {
    return {
      command: this.executable,
      args: [NO_SANDBOX, ...switches],
      env: { DISPLAY: display },
    };
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true });
  }
}
