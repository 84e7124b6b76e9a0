import type { ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor, AnchorKind, Fetched } from './anchor.ts';
import { endChild, freePort, reachable, secondsOf, startQuietly } from './children.ts';
import { isInstalled } from './installed.ts';

/** rsync from its own daemon on loopback: no encryption, and its own checksum of what came. */
export const rsync: AnchorKind = {
  name: 'rsync',
  missing: () => (isInstalled('rsync') ? undefined : 'rsync'),
  make: () => new Rsync(),
};

class Rsync implements Anchor {
  readonly name = 'rsync';
  #daemon: ChildProcess | undefined;
  #port = 0;
  #file = '';

  async start({ folder, file, place }: Parameters<Anchor['start']>[0]): Promise<void> {
    this.#file = file;
    this.#port = await freePort();
    await mkdir(place, { recursive: true });
    const configuration = join(place, 'rsyncd.conf');
    const user = process.getuid?.() === 0 ? 'uid = root\ngid = root\n' : '';
    await writeFile(configuration, `use chroot = no\n${user}[game]\npath = ${folder}\n`);
    this.#daemon = startQuietly('rsync', [
      ...['--daemon', '--no-detach', '--address=127.0.0.1', `--port=${this.#port}`],
      ...[`--config=${configuration}`, `--log-file=${join(place, 'log')}`],
    ]);
    await reachable(this.#port);
  }

  async fetch(folder: string): Promise<Fetched> {
    await mkdir(folder, { recursive: true });
    const url = `rsync://127.0.0.1:${this.#port}/game/${this.#file}`;
    const args = ['--whole-file', '--no-compress', url, `${folder}/`];
    return { seconds: await secondsOf('rsync', args) };
  }

  stop(): Promise<void> {
    return endChild(this.#daemon);
  }
}
