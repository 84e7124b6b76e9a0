import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Anchor, AnchorKind, Fetched } from './anchor.ts';
import { endChild, freePort } from './children.ts';

const SCRIPT = join(import.meta.dirname, 'torrent.py');
const LIMIT_MS = 120_000;

const run = promisify(execFile);

/** libtorrent, which qBittorrent is built on, through its Python binding. */
export const libtorrent: AnchorKind = {
  name: 'libtorrent',
  missing: () =>
    spawnSync('python3', ['-c', 'import libtorrent'], { stdio: 'ignore' }).status === 0
      ? undefined
      : 'libtorrent for Python',
  make: () => new Libtorrent(),
};

class Libtorrent implements Anchor {
  readonly name = 'libtorrent';
  #seed: ChildProcess | undefined;
  #torrent = '';
  #port = 0;

  async start({ folder, place }: Parameters<Anchor['start']>[0]): Promise<void> {
    await mkdir(place, { recursive: true });
    this.#torrent = join(place, 'game.torrent');
    this.#port = await freePort();
    const args = [SCRIPT, 'seed', this.#torrent, folder, `${this.#port}`];
    const seed = spawn('python3', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#seed = seed;
    await once(seed.stdout, 'data', { signal: AbortSignal.timeout(LIMIT_MS) });
  }

  async fetch(folder: string): Promise<Fetched> {
    await mkdir(folder, { recursive: true });
    const args = [SCRIPT, 'fetch', this.#torrent, folder, `${this.#port}`];
    const { stdout } = await run('python3', args, { timeout: LIMIT_MS });
    return { seconds: Number(stdout) };
  }

  stop(): Promise<void> {
    return endChild(this.#seed);
  }
}
