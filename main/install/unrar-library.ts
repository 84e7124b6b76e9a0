import { createExtractorFromFile, type Extractor, type FileHeader } from 'node-unrar-js';
import { type ArchiveFile } from './archive-file.ts';
import { type SoundEntry } from './check-listing.ts';
import { FileWriter } from './file-writer.ts';
import { libraryFailure } from './library-failure.ts';
import { LIBRARY_ARCHIVE, LibraryFiles, type LibraryProgress } from './library-files.ts';
import { MAX_LIBRARY_BYTES } from './limits.ts';
import { quoted, unsafeArchive } from './refusal.ts';

const WASM_PAGE_BYTES = 64 * 1024;

/** The library's insides that its types keep to themselves: its memory, and what it exports. */
interface LibraryModule {
  readonly HEAPU8: Uint8Array;
  readonly asm: Readonly<Record<string, unknown>>;
}

/** A WebAssembly memory, for which neither Node's nor the language's types have a name. */
interface GrowingMemory {
  readonly buffer: ArrayBufferLike;
  grow: (pages: number) => number;
}

/** The unpacking library, let at one archive: it reads only that, and creates only what was listed. */
export class UnrarLibrary {
  readonly #archive: ArchiveFile;
  readonly #extractor: Extractor;
  readonly #files: LibraryFiles;

  private constructor(archive: ArchiveFile, extractor: Extractor, files: LibraryFiles) {
    this.#archive = archive;
    this.#extractor = extractor;
    this.#files = files;
  }

  /** At most once in a thread: the library has one memory, and one archive in it. */
  static async load(archive: ArchiveFile, progress: LibraryProgress): Promise<UnrarLibrary> {
    const extractor = await createExtractorFromFile({ filepath: LIBRARY_ARCHIVE });
    // The library's own file access follows links, overwrites and opens what an archive names.
    const { unrar } = extractor as unknown as { readonly unrar: LibraryModule };
    boundMemory(unrar);
    const files = new LibraryFiles(archive, () => unrar.HEAPU8, progress);
    Object.assign(extractor, hooksOf(files));
    return new UnrarLibrary(archive, extractor, files);
  }

  /** Fails with `archive-unsafe` unless the library lists exactly these entries. */
  assertLists(entries: readonly SoundEntry[]): void {
    this.#translated(() => {
      let count = 0;
      for (const header of this.#extractor.getFileList().fileHeaders) {
        this.#assertSame(header, entries[count]);
        count += 1;
      }
      this.#assertAll(count, entries);
    });
  }

  /** Unpacks those entries that `isWanted` picks into existing folders below `root`. */
  unpack(
    entries: readonly SoundEntry[],
    isWanted: (entry: SoundEntry) => boolean,
    root: string,
  ): void {
    this.#translated(() => {
      let count = 0;
      const choose = (header: FileHeader): boolean => {
        const entry = this.#assertSame(header, entries[count]);
        count += 1;
        if (!isWanted(entry)) return false;
        const create = () => FileWriter.create(root, this.#archive.label, entry);
        this.#files.expect({ path: entry.path, create });
        return true;
      };
      for (const { fileHeader } of this.#extractor.extract({ files: choose }).files) {
        if (this.#files.isWaiting) throw this.#refusal(`${quoted(fileHeader.name)} was left out`);
      }
      this.#assertAll(count, entries);
    });
  }

  #assertSame(header: FileHeader, entry: SoundEntry | undefined): SoundEntry {
    const isSame =
      entry?.path === header.name &&
      entry.size === header.unpSize &&
      entry.packedSize === header.packSize &&
      (entry.kind === 'folder') === header.flags.directory;
    if (!isSame) throw this.#refusal(`it shows ${quoted(header.name)} in two ways`);
    return entry;
  }

  #assertAll(count: number, entries: readonly SoundEntry[]): void {
    if (count !== entries.length) throw this.#refusal('it hides entries from its unpacker');
  }

  #translated(task: () => void): void {
    try {
      task();
    } catch (error) {
      throw libraryFailure(error, this.#archive.label);
    }
  }

  #refusal(what: string): Error {
    return unsafeArchive(this.#archive.label, what);
  }
}

function hooksOf(files: LibraryFiles) {
  return {
    open: (name: string) => files.open(name),
    create: (name: string) => files.create(name),
    read: (handle: number, address: number, length: number) => files.read(handle, address, length),
    write: (handle: number, address: number, length: number) =>
      files.write(handle, address, length),
    tell: (handle: number) => files.tell(handle),
    seek: (handle: number, offset: number, from: 'CUR' | 'SET' | 'END') =>
      files.seek(handle, offset, from),
    closeFile: (handle: number) => {
      files.closeFile(handle);
    },
  };
}

/** Headers were checked, but the library may find others: it takes dictionaries from them before a byte is unpacked. */
function boundMemory(unrar: LibraryModule): void {
  const memory = Object.values(unrar.asm).find(isMemory);
  if (!memory) throw new Error('the unpacking library has no memory to bound');
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    const bytes = memory.buffer.byteLength + pages * WASM_PAGE_BYTES;
    // The library takes it as "no memory left".
    if (bytes > MAX_LIBRARY_BYTES) throw new RangeError(`${bytes} bytes are too many`);
    return grow(pages);
  };
}

function isMemory(value: unknown): value is GrowingMemory {
  return typeof value === 'object' && value !== null && 'grow' in value && 'buffer' in value;
}
