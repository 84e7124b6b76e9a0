import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { QuietNet } from '../net/quiet-net.ts';
import type { Anchor, Fetched } from './anchor.ts';
import { endChild, freePort } from './children.ts';

const LIMIT_MS = 120_000;

const run = promisify(execFile);

/** A library of torrents, with a script around it that is one end of a transfer. */
export interface TorrentLibrary {
  readonly name: string;
  /**
   * Runs the script, which takes `seed TORRENT FOLDER PORT`, prints a line once it seeds and goes on until
   * its input ends; or `fetch TORRENT FOLDER PORT`, and prints the seconds that took.
   */
  readonly script: readonly [string, ...string[]];
  /** Both ends run there; without it, in the network of this PC. */
  readonly net?: QuietNet;
}

/** A file that one process seeds and another fetches. */
export class Torrent implements Anchor {
  readonly name: string;
  readonly #library: TorrentLibrary;
  #seed: ChildProcess | undefined;
  #torrent = '';
  #port = 0;

  constructor(library: TorrentLibrary) {
    this.name = library.name;
    this.#library = library;
  }

  async start({ folder, place }: Parameters<Anchor['start']>[0]): Promise<void> {
    await mkdir(place, { recursive: true });
    this.#torrent = join(place, 'game.torrent');
    this.#port = await freePort();
    this.#library.net?.open();
    const [program, ...args] = this.#command('seed', folder);
    const seed = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#seed = seed;
    await once(seed.stdout, 'data', { signal: AbortSignal.timeout(LIMIT_MS) });
  }

  async fetch(folder: string): Promise<Fetched> {
    await mkdir(folder, { recursive: true });
    const [program, ...args] = this.#command('fetch', folder);
    const { stdout } = await run(program, args, { timeout: LIMIT_MS });
    return { seconds: Number(stdout) };
  }

  async stop(): Promise<void> {
    await endChild(this.#seed);
    this.#library.net?.close();
  }

  #command(what: 'seed' | 'fetch', folder: string): readonly [string, ...string[]] {
    const { script, net } = this.#library;
    const end = [...script, what, this.#torrent, folder, `${this.#port}`] as const;
    return net ? [...net.within, ...end] : end;
  }
}
