import { type ArchiveFile } from './archive-file.ts';
import { type FileWriter } from './file-writer.ts';
import { unsafeArchive } from './refusal.ts';

/** The one file name that the library is given, and may open. */
export const LIBRARY_ARCHIVE = 'archive.rar';

/** The archive as the library may read it. */
export type Input = Pick<ArchiveFile, 'label' | 'size' | 'readInto'>;

/** What the library may do with a file that it has created. */
export type Output = Pick<FileWriter, 'write' | 'close' | 'written'>;

/** What the library may create now: a file that was listed, under its listed name. */
export interface ExpectedFile {
  readonly path: string;
  readonly create: () => Output;
}

/** Where the library looks for its memory: it moves whenever it grows. */
export type LibraryMemory = () => Uint8Array;

/** Hears of bytes that were written; of 0 when the library only reads, as a sign of life. */
export type LibraryProgress = (bytes: number) => void;

/**
 * All files that the library sees: the archive itself, and the one file it is to create. Damaged
 * memory of the library could ask for any name, so the checks stand here and not only before.
 */
export class LibraryFiles {
  readonly #archive: Input;
  readonly #memory: LibraryMemory;
  readonly #progress: LibraryProgress;
  // By handle; the library opens the archive anew for each pass.
  readonly #positions = new Map<number, number>();
  readonly #writers = new Map<number, Output>();
  #lastHandle = 0;
  #expected: ExpectedFile | undefined;

  constructor(archive: Input, memory: LibraryMemory, progress: LibraryProgress) {
    this.#archive = archive;
    this.#memory = memory;
    this.#progress = progress;
  }

  /** Allows the library to create this file next, once; undefined allows none. */
  expect(file: ExpectedFile | undefined): void {
    this.#expected = file;
  }

  /** Whether the file that was allowed last is still to be created, or to be closed. */
  get isWaiting(): boolean {
    return this.#expected !== undefined || this.#writers.size > 0;
  }

  open(name: string): number {
    if (name !== LIBRARY_ARCHIVE) throw this.#refusal('it refers to files outside of itself');
    const handle = this.#nextHandle();
    this.#positions.set(handle, 0);
    return handle;
  }

  create(name: string): number {
    const file = this.#expected;
    if (file?.path !== name) throw this.#refusal('it unpacks a file that it does not list');
    this.#expected = undefined;
    const handle = this.#nextHandle();
    this.#writers.set(handle, file.create());
    return handle;
  }

  read(handle: number, address: number, length: number): number {
    const position = this.#positionOf(handle);
    const target = this.#memory().subarray(address, address + length);
    const done = this.#archive.readInto(target, position);
    this.#positions.set(handle, position + done);
    this.#progress(0);
    return done;
  }

  write(handle: number, address: number, length: number): boolean {
    const writer = this.#writers.get(handle);
    if (!writer) throw this.#refusal('it writes to a file that is not open');
    writer.write(this.#memory().subarray(address, address + length));
    this.#progress(length);
    return true;
  }

  tell(handle: number): number {
    return this.#writers.get(handle)?.written ?? this.#positionOf(handle);
  }

  /** Whether there is such a place in the archive; files that are written have no other than their end. */
  seek(handle: number, offset: number, from: 'CUR' | 'SET' | 'END'): boolean {
    const start = { SET: 0, CUR: this.#positionOf(handle), END: this.#archive.size }[from];
    const position = start + offset;
    if (position < 0 || position > this.#archive.size) return false;
    this.#positions.set(handle, position);
    return true;
  }

  closeFile(handle: number): void {
    this.#positions.delete(handle);
    const writer = this.#writers.get(handle);
    this.#writers.delete(handle);
    writer?.close();
  }

  #positionOf(handle: number): number {
    const position = this.#positions.get(handle);
    if (position === undefined) throw this.#refusal('it reads from a file that is not open');
    return position;
  }

  #nextHandle(): number {
    this.#lastHandle += 1;
    return this.#lastHandle;
  }

  #refusal(what: string): Error {
    return unsafeArchive(this.#archive.label, what);
  }
}
