import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Peer, type PeerHome } from './peer.ts';
import { BUILT, type Runtime } from './program.ts';

const run = promisify(execFile);

// In a mount namespace of its own, so that the disk ends with the process, and nobody else sees it.
const SMALL = 'mkdir -p "$1" && mount -t tmpfs -o "size=$2" lanspread "$1"';

// What lies there is carried over in memory, by a folder that only this namespace has.
const FULL = [
  'mount -t tmpfs lanspread /mnt && cp -a "$1/." /mnt/',
  SMALL,
  'cp -a /mnt/. "$1/" && { cat /dev/zero > "$1/filler" 2>/dev/null || true; }',
].join(' && ');

// What is unplugged is at hand still, at a place of its own.
const PLUGGED = [
  'mkdir -p "$1" "$2" && mount -t tmpfs -o "size=$3" lanspread "$2"',
  'cp -a "$1/." "$2/" && find "$1" -mindepth 1 -delete && mount --bind "$2" "$1"',
].join(' && ');

/** The built program with a disk of so many bytes at `folder`, in memory. */
export function onSmallDisk(folder: string, bytes: number): Runtime {
  return mounted(SMALL, [folder, String(bytes)]);
}

/** The built program, for which all that lies at `folder` can be read and not written. */
export function onReadOnlyDisk(folder: string): Runtime {
  return mounted('mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"', [folder]);
}

/** The built program with what lies at `folder` on a disk of so many bytes, which is full. */
export function onFullDisk(folder: string, bytes: number): Runtime {
  return mounted(FULL, [folder, String(bytes)]);
}

/** The built program with what lies at `folder` on a disk of so many bytes that can be unplugged. */
export function onPluggedDisk(folder: string, bytes: number): Runtime {
  return mounted(PLUGGED, [folder, `${folder}.disk`, String(bytes)]);
}

/** Takes that disk away from a running peer, as by a pulled cable: where it was, there is nothing. */
export async function unplug(peer: Peer, folder: string): Promise<void> {
  await within(peer, ['umount', '-l', folder]);
}

/** Gives it back. */
export async function plugIn(peer: Peer, folder: string): Promise<void> {
  await within(peer, ['mount', '--bind', `${folder}.disk`, folder]);
}

async function within({ program: { pid = 0 } }: Peer, command: readonly string[]): Promise<void> {
  await run('nsenter', ['-t', String(pid), '-m', ...command]);
}

function mounted(commands: string, args: readonly string[]): Runtime {
  const rest = `shift ${args.length} && exec "$@"`;
  const shell = ['sh', '-c', `${commands} && ${rest}`, 'sh', ...args];
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
