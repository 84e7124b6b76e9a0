import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { AnchorKind } from './anchor.ts';
import { Torrent } from './torrent.ts';

const NAME = 'libtorrent';
const SCRIPT = join(import.meta.dirname, 'torrent.py');

/** libtorrent, which qBittorrent is built on, through its Python binding. */
export const libtorrent: AnchorKind = {
  name: NAME,
  missing: () =>
    spawnSync('python3', ['-c', 'import libtorrent'], { stdio: 'ignore' }).status === 0
      ? undefined
      : 'libtorrent for Python',
  make: () => new Torrent({ name: NAME, script: ['python3', SCRIPT] }),
};
