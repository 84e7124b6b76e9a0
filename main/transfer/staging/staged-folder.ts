import { lstatSync, mkdirSync } from 'node:fs';
import { type FileHandle, link, lstat, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentFile } from '../../../shared/domain/content.ts';
import { contentPathProblem, parentOf } from '../../../shared/domain/portable-path.ts';
import { LanspreadError } from '../../../shared/errors.ts';
import { asDiskFailure } from '../../kit/disk/disk-failure.ts';
import { hasCode } from '../../kit/disk/errno.ts';
import { CREATE, READ, REOPEN } from './open-flags.ts';

const UNLINKABLE = ['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EACCES', 'ENOENT', 'EISDIR'];

/** The folder that a game's files grow in. Opens plain files inside it and nothing else (W13). */
export class StagedFolder {
  readonly #folder: string;
  readonly #gameId: string;
  // Folders below it that are known to be there, and real.
  readonly #made = new Set<string>(['']);

  /** `folder` is absolute and exists; `gameId` is for messages. */
  constructor(folder: string, gameId: string) {
    this.#folder = folder;
    this.#gameId = gameId;
  }

  /** How messages name a file. */
  label(path: string): string {
    return `${this.#gameId}/${path.replaceAll(/\p{C}/gu, '?')}`;
  }

  /** Opens a file to be written, made where it is missing; fails with `io-error` or `no-space`. */
  async openFile(file: ContentFile): Promise<FileHandle> {
    try {
      const place = this.prepare(file.path);
      return (await create(place)) ?? (await this.#reopen(place, file));
    } catch (error) {
      throw asDiskFailure(error, this.label(file.path));
    }
  }

  /**
   * Where a file is to be made, absolute; its folders are made where they are missing. Blocks, since
   * that asks no disk for what it holds.
   */
  prepare(path: string): string {
    this.#assertInside(path);
    this.#makeFolder(parentOf(path));
    return join(this.#folder, path);
  }

  /** Opens a file to be read; undefined where there is no plain file to read. */
  async openForReading(path: string): Promise<FileHandle | undefined> {
    this.#assertInside(path);
    // Not there, or not to be read: then it has to be fetched.
    const handle = await open(join(this.#folder, path), READ).catch(() => undefined);
    const stats = await handle?.stat().catch(() => undefined);
    if (stats?.isFile() === true) return handle;
    await handle?.close();
    return undefined;
  }

  /**
   * Makes a file of another folder, open as `handle`, be in this one too, in place of what an earlier
   * try left there. False where the disk can't do that, or the file is not that one any more.
   */
  async linkFrom(other: StagedFolder, file: ContentFile, handle: FileHandle): Promise<boolean> {
    try {
      const { ino, dev, size } = await handle.stat();
      if (size !== file.size) return false;
      const place = this.prepare(file.path);
      await rm(place, { force: true });
      if (!(await isLinked(join(other.#folder, file.path), place))) return false;
      const linked = await lstat(place);
      if (linked.isFile() && linked.ino === ino && linked.dev === dev) return true;
      await rm(place);
      return false;
    } catch (error) {
      throw asDiskFailure(error, this.label(file.path));
    }
  }

  /** Removes a file. */
  async drop(path: string): Promise<void> {
    this.#assertInside(path);
    try {
      await rm(join(this.#folder, path), { force: true });
    } catch (error) {
      throw asDiskFailure(error, this.label(path));
    }
  }

  // An earlier try may have left it, longer than it should be if it was for another content.
  async #reopen(place: string, file: ContentFile): Promise<FileHandle> {
    const handle = await open(place, REOPEN);
    try {
      const stats = await handle.stat();
      if (!stats.isFile() || stats.nlink > 1) throw this.#notOurs(file.path);
      if (stats.size > file.size) await handle.truncate(file.size);
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  #makeFolder(path: string): void {
    if (this.#made.has(path)) return;
    this.#makeFolder(parentOf(path));
    const place = join(this.#folder, path);
    try {
      mkdirSync(place);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      if (!lstatSync(place).isDirectory()) throw this.#notOurs(path);
    }
    this.#made.add(path);
  }

  // Outlines were checked when they were decoded; this is the last door before the disk.
  #assertInside(path: string): void {
    const problem = contentPathProblem(path);
    if (problem !== undefined) throw new Error(`A path of ${this.#gameId} ${problem}.`);
  }

  #notOurs(path: string): LanspreadError {
    return new LanspreadError(
      'io-error',
      `${this.label(path)} was put there by something else while it was being downloaded. Remove it and try again.`,
    );
  }
}

// FAT and some network disks know no second name for a file, and others only a few.
async function isLinked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, ...UNLINKABLE)) return false;
    throw error;
  }
}

async function create(place: string): Promise<FileHandle | undefined> {
  try {
    return await open(place, CREATE);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return undefined;
    throw error;
  }
}
