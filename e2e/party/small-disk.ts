import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Peer, type PeerHome } from './peer.ts';
import { BUILT, type Runtime } from './program.ts';

// In a mount namespace of its own, so that the disk ends with the process, and nobody else sees it.
const MOUNT = 'mkdir -p "$1" && mount -t tmpfs -o "size=$2" lanspread "$1" && shift 2 && exec "$@"';

/** The built program with a disk of so many bytes at `folder`, in memory. */
export function onSmallDisk(folder: string, bytes: number): Runtime {
  const shell = ['sh', '-c', MOUNT, 'sh', folder, String(bytes)];
  return { command: 'unshare', args: ['-m', ...shell, BUILT.command, ...BUILT.args] };
}

/** A peer's home as one sees it from outside, while the peer runs on its small disk. */
export function seenFromOutside(peer: Peer): PeerHome {
  const root = `/proc/${peer.program.pid ?? 0}/root`;
  const { gamesDir, stateDir, ...home } = peer.home;
  return { ...home, gamesDir: join(root, gamesDir), stateDir: join(root, stateDir) };
}

/** Something else that takes room on a disk, until it is removed. */
export class Filler {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = join(folder, 'filler');
  }

  async grow(bytes: number): Promise<void> {
    await writeFile(this.#file, Buffer.alloc(bytes));
  }

  async remove(): Promise<void> {
    await rm(this.#file);
  }
}
