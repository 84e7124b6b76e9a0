import {
  closeSync,
  constants,
  fstatSync,
  open,
  openSync,
  read,
  readSync,
  type Stats,
} from 'node:fs';
import { type FileHandle, open as openHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { GameId } from '../../../shared/domain/ids.ts';
import { MAX_SMALL_BYTES } from '../../kit/disk/while-quick.ts';
import { MAX_OPEN_FILES, OPEN_FILE_IDLE_MS } from '../limits.ts';
import type { Part } from './fills.ts';
import type { ServedFile } from './served-games.ts';

type Read = (at: number, length: number, position: number) => Promise<{ bytesRead: number }>;

interface OpenFile {
  readonly opening: Promise<FileHandle | undefined>;
  users: number;
  idleTimer?: NodeJS.Timeout;
}

// A link is not followed, and a pipe that someone put in a file's place can't hold up a thread.
// Windows has neither flag (undefined counts as 0); there the inode tells a file from a link's target.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const openDescriptor = promisify(open);
const readDescriptor = promisify(read);
const NOTHING_READ = { bytesRead: 0 } as const;

/** Reads parts of served files; keeps large files open between requests. */
export class OpenFiles {
  // By what was published, not by path: a file that is published anew is opened and checked anew.
  readonly #open = new Map<ServedFile, OpenFile>();

  /** Reads a part into its place in `buffer`; false when the file is not what was published. */
  async read(part: Part, buffer: Buffer): Promise<boolean> {
    return isWhole(part) ? readWhole(part, buffer) : this.#readKept(part, buffer);
  }

  /**
   * Reads a small file as a whole without leaving the thread; false where that did not do, and `read`
   * has to tell more.
   */
  isReadNow(part: Part, buffer: Buffer): boolean {
    return isWhole(part) && part.length <= MAX_SMALL_BYTES && isReadNow(part, buffer);
  }

  /** Closes a game's files; resolves once they are closed. Nobody may be reading them. */
  async closeGame(gameId: GameId): Promise<void> {
    const files = [...this.#open.keys()].filter((file) => file.gameId === gameId);
    await Promise.all(files.map((file) => this.#close(file)));
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((file) => this.#close(file)));
  }

  async #readKept(part: Part, buffer: Buffer): Promise<boolean> {
    const kept = this.#open.get(part.file) ?? this.#keep(part.file);
    kept.users += 1;
    clearTimeout(kept.idleTimer);
    try {
      const handle = await kept.opening;
      const isRead = await readHandle(handle, part, buffer);
      if (!isRead) void this.#close(part.file);
      return isRead;
    } finally {
      kept.users -= 1;
      if (kept.users === 0) kept.idleTimer = this.#closeLater(part.file);
    }
  }

  #keep(file: ServedFile): OpenFile {
    if (this.#open.size >= MAX_OPEN_FILES) this.#closeOneIdle();
    const kept: OpenFile = { opening: openChecked(file), users: 0 };
    this.#open.set(file, kept);
    return kept;
  }

  #closeOneIdle(): void {
    const idle = [...this.#open].find(([, { users }]) => users === 0);
    if (idle) void this.#close(idle[0]);
  }

  #closeLater(file: ServedFile): NodeJS.Timeout {
    return setTimeout(() => void this.#close(file), OPEN_FILE_IDLE_MS).unref();
  }

  async #close(file: ServedFile): Promise<void> {
    const kept = this.#open.get(file);
    if (kept === undefined) return;
    this.#open.delete(file);
    clearTimeout(kept.idleTimer);
    const handle = await kept.opening;
    await handle?.close().catch(() => undefined);
  }
}

function isWhole({ file, offset, length }: Part): boolean {
  return offset === 0 && length === file.size;
}

function isReadNow({ file, at, length }: Part, buffer: Buffer): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file.absolutePath, FLAGS);
    if (!isAsPublished(fstatSync(descriptor), file)) return false;
    return readSync(descriptor, buffer, at, length, 0) === length;
  } catch {
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

// Small files come by the thousand: no FileHandle, and only what may wait for a disk leaves the thread.
async function readWhole(part: Part, buffer: Buffer): Promise<boolean> {
  const descriptor = await openDescriptor(part.file.absolutePath, FLAGS).catch(() => undefined);
  if (descriptor === undefined) return false;
  try {
    if (!isAsPublished(fstatSync(descriptor), part.file)) return false;
    return await readExactly(part, (at, length, position) =>
      readDescriptor(descriptor, buffer, at, length, position),
    );
  } finally {
    closeSync(descriptor);
  }
}

async function openChecked(file: ServedFile): Promise<FileHandle | undefined> {
  const handle = await openHandle(file.absolutePath, FLAGS).catch(() => undefined);
  if (handle === undefined) return undefined;
  const stats = await handle.stat().catch(() => undefined);
  if (stats !== undefined && isAsPublished(stats, file)) return handle;
  await handle.close().catch(() => undefined);
  return undefined;
}

function isAsPublished(stats: Stats, { size, inode }: ServedFile): boolean {
  if (inode === undefined) return stats.isFile();
  return stats.isFile() && stats.size === size && stats.ino === inode;
}

async function readHandle(
  handle: FileHandle | undefined,
  part: Part,
  buffer: Buffer,
): Promise<boolean> {
  if (handle === undefined) return false;
  return readExactly(part, (at, length, position) => handle.read(buffer, at, length, position));
}

async function readExactly(part: Part, read: Read): Promise<boolean> {
  let done = 0;
  while (done < part.length) {
    const rest = read(part.at + done, part.length - done, part.offset + done);
    const { bytesRead } = await rest.catch(() => NOTHING_READ);
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}
