import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onDisk, type Place } from './on-disk.ts';
import { damagedArchive, quoted } from './refusal.ts';

// The system itself refuses a name that is taken, be it by a link.
const CREATE_FLAGS =
  constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const MODE = 0o666;

/** A new file of a size known before: it never grows past it, and short of it it can't be closed. */
export class FileWriter {
  readonly #place: Place;
  readonly #file: number;
  readonly #size: number;
  #written = 0;

  private constructor(place: Place, file: number, size: number) {
    this.#place = place;
    this.#file = file;
    this.#size = size;
  }

  /** Creates the file below `root`, in a folder that is there; fails where anything has its name. */
  static create(root: string, label: string, file: { path: string; size: number }): FileWriter {
    const place = { label, path: file.path };
    const handle = onDisk(place, () => openSync(join(root, file.path), CREATE_FLAGS, MODE));
    return new FileWriter(place, handle, file.size);
  }

  get written(): number {
    return this.#written;
  }

  /** Appends all of `bytes`; fails with `archive-invalid` where they are more than were declared. */
  write(bytes: Uint8Array): void {
    if (this.#written + bytes.length > this.#size) throw this.#wrongSize('more');
    onDisk(this.#place, () => {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.#file, bytes, done, bytes.length - done);
      }
    });
    this.#written += bytes.length;
  }

  /** Fails with `archive-invalid` where fewer bytes came than were declared. */
  close(): void {
    onDisk(this.#place, () => {
      closeSync(this.#file);
    });
    if (this.#written < this.#size) throw this.#wrongSize('less');
  }

  #wrongSize(how: 'more' | 'less'): Error {
    const { label, path } = this.#place;
    return damagedArchive(label, `holds ${how} of ${quoted(path)} than it says`);
  }
}
