import type { FileHandle } from 'node:fs/promises';
import { type ContentFile } from '../../../shared/domain/content.ts';
import { asDiskFailure } from '../../kit/disk/disk-failure.ts';
import { createAllSmall, type WholeFile } from './small-files.ts';
import type { StagedFolder } from './staged-folder.ts';
import { writeFully } from './write-fully.ts';

/** Most files kept open between writes. */
const MAX_OPEN = 32;

interface OpenFile {
  readonly file: ContentFile;
  readonly handle: Promise<FileHandle>;
  users: number;
}

/** Writes blocks to where they belong; large files stay open between their blocks. */
export class StagedFiles {
  readonly #folder: StagedFolder;
  // The longest unused first.
  readonly #open = new Map<string, OpenFile>();

  constructor(folder: StagedFolder) {
    this.#folder = folder;
  }

  /** Writes a part of a file; durable after the next `flush` of it. */
  async writeAt(file: ContentFile, bytes: Uint8Array, offset: number): Promise<void> {
    await this.#use(file, (handle) => writeFully(handle, bytes, offset));
  }

  /** Writes a file of a single block; durable when it resolves. */
  async writeWhole({ file, bytes }: WholeFile): Promise<void> {
    try {
      await this.#rewrite(file, bytes);
    } catch (error) {
      throw asDiskFailure(error, this.#folder.label(file.path));
    }
  }

  /** Writes small files, of which there may be many; durable when it resolves. */
  async writeSmall(files: readonly WholeFile[]): Promise<void> {
    for (const one of await createAllSmall(this.#folder, files)) await this.writeWhole(one);
  }

  /** Makes all that was written to a file durable. */
  async flush(file: ContentFile): Promise<void> {
    await this.#use(file, (handle) => handle.datasync());
  }

  /** Closes all files; nothing may be under way. */
  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { handle } of open) await closeQuietly(handle);
  }

  async #rewrite(file: ContentFile, bytes: Uint8Array): Promise<void> {
    const handle = await this.#folder.openFile(file);
    try {
      await writeFully(handle, bytes, 0);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  async #use(file: ContentFile, work: (handle: FileHandle) => Promise<void>): Promise<void> {
    const entry = this.#enter(file);
    try {
      await work(await entry.handle);
    } catch (error) {
      throw asDiskFailure(error, this.#folder.label(file.path));
    } finally {
      entry.users -= 1;
      await this.#closeUnused();
    }
  }

  #enter(file: ContentFile): OpenFile {
    const known = this.#open.get(file.path);
    const entry = known ?? { file, handle: this.#folder.openFile(file), users: 0 };
    entry.users += 1;
    this.#open.delete(file.path);
    this.#open.set(file.path, entry);
    return entry;
  }

  async #closeUnused(): Promise<void> {
    for (const [path, entry] of this.#open) {
      if (this.#open.size <= MAX_OPEN) return;
      if (entry.users > 0) continue;
      this.#open.delete(path);
      await closeQuietly(entry.handle);
    }
  }
}

// A file that could not be opened has been reported by whoever wanted to write to it.
async function closeQuietly(handle: Promise<FileHandle>): Promise<void> {
  const opened = await handle.catch(() => undefined);
  await opened?.close();
}
