import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { LanspreadError } from '../../shared/errors.ts';
import { HEADER_WINDOW_BYTES } from './limits.ts';
import { type ArchiveBytes } from './rar/rar-listing.ts';

// Never waits for a pipe, never follows a link that took the archive's place.
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** One archive, opened once: headers, library and copies all read this file, whatever its name becomes. */
export class ArchiveFile implements ArchiveBytes {
  readonly label: string;
  readonly size: number;
  readonly #file: number;
  readonly #window = Buffer.allocUnsafe(HEADER_WINDOW_BYTES);
  #windowStart = 0;
  #windowEnd = 0;

  private constructor(file: number, size: number, label: string) {
    this.#file = file;
    this.size = size;
    this.label = label;
  }

  /** Fails with `io-error` where there is no plain file to read. */
  static open(path: string, label: string): ArchiveFile {
    try {
      const file = openSync(path, OPEN_FLAGS);
      const stats = fstatSync(file);
      if (!stats.isFile()) throw new Error('no plain file');
      return new ArchiveFile(file, stats.size, label);
    } catch (error) {
      const message = `${label} can't be read. Check that it is there, or download the game again.`;
      throw new LanspreadError('io-error', message, { cause: error });
    }
  }

  read(position: number, length: number): Uint8Array {
    if (length > this.#window.length) {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.size - position)));
      return bytes.subarray(0, this.readInto(bytes, position));
    }
    if (position < this.#windowStart || position + length > this.#windowEnd) {
      this.#windowStart = position;
      this.#windowEnd = position + this.readInto(this.#window, position);
    }
    const start = position - this.#windowStart;
    return this.#window.subarray(
      start,
      Math.min(start + length, this.#windowEnd - this.#windowStart),
    );
  }

  /** Fills `target` from `position` on, and says with how many bytes: fewer only at the end. */
  readInto(target: Uint8Array, position: number): number {
    let done = 0;
    while (done < target.length) {
      const bytes = this.#readOnce(target.subarray(done), position + done);
      if (bytes === 0) break;
      done += bytes;
    }
    return done;
  }

  close(): void {
    closeSync(this.#file);
  }

  #readOnce(target: Uint8Array, position: number): number {
    try {
      return readSync(this.#file, target, 0, target.length, position);
    } catch (error) {
      throw new LanspreadError(
        'io-error',
        `${this.label} can't be read: the disk reports an error. Check the disk.`,
        { cause: error },
      );
    }
  }
}
