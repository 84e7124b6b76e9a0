import { blockCount } from '../../shared/domain/content.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import { type PackedRecords, unpackPaths } from './packed.ts';

/** What a scan knows of a file without reading it. */
export interface FileFacts {
  readonly path: string;
  readonly size: number;
  readonly inode: number;
  readonly mtimeMs: number;
}

interface KnownFile extends FileFacts {
  readonly blockHashes: Uint8Array;
}

/** Times this far apart are not the same, in milliseconds: copies keep whole milliseconds only. */
const SAME_TIME_MS = 2;

/** Block hashes of files as they were when they were last read. */
export class KnownHashes {
  readonly #files: ReadonlyMap<string, KnownFile>;

  constructor(records: PackedRecords) {
    this.#files = new Map(knownFiles(records));
  }

  /** The hashes of a file that is still the same: by path, size, time and inode. */
  find(file: FileFacts): Uint8Array | undefined {
    const known = this.#files.get(file.path);
    if (known?.size !== file.size || known.inode !== file.inode) return undefined;
    return Math.abs(known.mtimeMs - file.mtimeMs) < SAME_TIME_MS ? known.blockHashes : undefined;
  }
}

function* knownFiles(records: PackedRecords): Generator<[string, KnownFile]> {
  let offset = 0;
  for (const [index, path] of unpackPaths(records.paths).entries()) {
    const size = records.sizes[index] ?? 0;
    const end = offset + blockCount(size) * HASH_BYTES;
    const blockHashes = records.blockHashes.subarray(offset, end);
    offset = end;
    const [inode = 0, mtimeMs = 0] = [records.inodes[index], records.mtimesMs[index]];
    yield [path, { path, size, inode, mtimeMs, blockHashes }];
  }
}
