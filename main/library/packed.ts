import { blockCount, outlineBlocks } from '../../shared/domain/content.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import { column } from './column.ts';
import type {
  FileDigest,
  HashedFileRecord,
  HashedGame,
  ScannedContent,
  ScannedGame,
} from './library.ts';

/** Many paths as one text: to clone one long text takes a fraction of the time of many objects. */
export type PackedPaths = string;

/** A game's content as it crosses threads. */
export interface PackedContent extends Omit<ScannedContent, 'outline'> {
  readonly paths: PackedPaths;
  readonly sizes: Float64Array;
  readonly emptyFolders: PackedPaths;
}

/** A scanned game as it crosses threads; content that the asking side knows stays there. */
export type PackedGame = Omit<ScannedGame, 'content'> & {
  readonly content: PackedContent | typeof AS_KNOWN | undefined;
};

/** A scanned game on the thread that looked at it. */
export type SeenGame = Omit<ScannedGame, 'content'> & {
  readonly content: ScannedContent | typeof AS_KNOWN | undefined;
};

/** Stands for content with the fingerprint that the question came with. */
export const AS_KNOWN = 'as-known';

/** Records of hashed files as they cross threads. */
export interface PackedRecords {
  readonly paths: PackedPaths;
  readonly sizes: Float64Array;
  readonly inodes: Float64Array;
  readonly mtimesMs: Float64Array;
  /** Of all files, one after the other. */
  readonly blockHashes: Uint8Array;
}

/** A copy's manifest as it crosses threads; the records follow from it. */
export type PackedManifest = Pick<HashedGame, 'manifest' | 'manifestHash'>;

/** Digests of files as they cross threads, in the order in which they were asked for. */
export interface PackedDigests {
  /** `NOT_THERE` for a file that is not there. */
  readonly sizes: Float64Array;
  readonly sha256: readonly string[];
  /** Of the files that are there, one after the other. */
  readonly blockHashes: Uint8Array;
}

/** The size that stands for a file that is not there. */
export const NOT_THERE = -1;

// No file system has it in a name.
const BETWEEN = '\0';

export function packPaths(paths: readonly string[]): PackedPaths {
  return paths.join(BETWEEN);
}

export function unpackPaths(paths: PackedPaths): readonly string[] {
  return paths === '' ? [] : paths.split(BETWEEN);
}

export function packContent(content: ScannedContent): PackedContent {
  const { outline, ...facts } = content;
  return {
    ...facts,
    paths: packPaths(outline.files.map(({ path }) => path)),
    sizes: column(outline.files, ({ size }) => size),
    emptyFolders: packPaths(outline.emptyFolders),
  };
}

export function unpackContent(packed: PackedContent): ScannedContent {
  const { paths, sizes, emptyFolders, ...facts } = packed;
  const files = unpackPaths(paths).map((path, index) => ({ path, size: sizes[index] ?? 0 }));
  return { ...facts, outline: { files, emptyFolders: unpackPaths(emptyFolders) } };
}

export function packGame(game: SeenGame): PackedGame {
  const { content } = game;
  return { ...game, content: content === AS_KNOWN ? content : content && packContent(content) };
}

/** `known` is the content whose fingerprint the question came with. */
export function unpackGame(packed: PackedGame, known: ScannedContent | undefined): ScannedGame {
  const { content } = packed;
  return { ...packed, content: content === AS_KNOWN ? known : content && unpackContent(content) };
}

/** Packs the records that are whole: one hash a block. */
export function packRecords(records: readonly HashedFileRecord[]): PackedRecords {
  const whole = records.filter(({ size, blockHashes }) => blockHashes.length === hashBytes(size));
  const blockHashes = new Uint8Array(whole.reduce((sum, { size }) => sum + hashBytes(size), 0));
  let offset = 0;
  for (const record of whole) {
    blockHashes.set(record.blockHashes, offset);
    offset += record.blockHashes.length;
  }
  return {
    paths: packPaths(whole.map(({ path }) => path)),
    sizes: column(whole, ({ size }) => size),
    inodes: column(whole, ({ inode }) => inode),
    mtimesMs: column(whole, ({ mtimeMs }) => mtimeMs),
    blockHashes,
  };
}

/** The hashed copy that a manifest and the content it was made of stand for. */
export function unpackHashed(content: ScannedContent, packed: PackedManifest): HashedGame {
  const { manifest, manifestHash } = packed;
  let offset = manifest.length - outlineBlocks(content.outline) * HASH_BYTES;
  const records = content.outline.files.map(({ path, size }, index): HashedFileRecord => {
    const blockHashes = manifest.subarray(offset, offset + hashBytes(size));
    offset += blockHashes.length;
    const [mtimeMs = 0, inode = 0] = [content.mtimesMs[index], content.inodes[index]];
    return { path, size, mtimeMs, inode, blockHashes };
  });
  return { manifest, manifestHash, records };
}

/** What was found of each of `paths`. */
export function unpackDigests(
  paths: readonly string[],
  packed: PackedDigests,
): readonly (FileDigest | undefined)[] {
  let offset = 0;
  return paths.map((path, index) => {
    const { [index]: size = NOT_THERE } = packed.sizes;
    if (size === NOT_THERE) return undefined;
    const blockHashes = packed.blockHashes.subarray(offset, offset + hashBytes(size));
    offset += blockHashes.length;
    return { path, size, sha256: packed.sha256[index] ?? '', blockHashes };
  });
}

function hashBytes(size: number): number {
  return blockCount(size) * HASH_BYTES;
}
