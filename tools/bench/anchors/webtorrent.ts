import {
  type ChildProcess,
  execFile,
  execFileSync,
  spawn,
  type StdioOptions,
} from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { QuietNet } from '../net/quiet-net.ts';
import type { Anchor, AnchorKind, Fetched } from './anchor.ts';
import { endChild } from './children.ts';

const SCRIPT = join(import.meta.dirname, 'webtorrent.mjs');
const LIMIT_MS = 120_000;
/** Free in a network that nobody else is in. */
const PORT = '6881';

const run = promisify(execFile);

/** WebTorrent between two programs of Node, where it was installed with `npm install --global webtorrent`. */
export const webtorrent: AnchorKind = {
  name: 'WebTorrent',
  missing: () => QuietNet.missing() ?? (moduleFile() === undefined ? 'webtorrent' : undefined),
  make: () => new WebTorrent(),
};

/** It listens on every card that it sees: so both ends see none. */
class WebTorrent implements Anchor {
  readonly name = 'WebTorrent';
  readonly #net = new QuietNet();
  #seed: ChildProcess | undefined;
  #torrent = '';

  async start({ folder, file, place }: Parameters<Anchor['start']>[0]): Promise<void> {
    await mkdir(place, { recursive: true });
    this.#torrent = join(place, 'game.torrent');
    this.#net.open();
    const [program, ...args] = this.#command('seed', join(folder, file));
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
    this.#net.close();
  }

  #command(what: 'seed' | 'fetch', path: string): [string, ...string[]] {
    const module = pathToFileURL(moduleFile() ?? '').href;
    const script = [process.execPath, SCRIPT, module, what, this.#torrent, path, PORT];
    return [...this.#net.within, ...script];
  }
}

function moduleFile(): string | undefined {
  const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
  const global = execFileSync('npm', ['root', '--global'], { encoding: 'utf8', stdio }).trim();
  return [...(process.env['NODE_PATH'] ?? '').split(delimiter), global]
    .filter((root) => root !== '')
    .map((root) => join(root, 'webtorrent', 'index.js'))
    .find((file) => existsSync(file));
}
