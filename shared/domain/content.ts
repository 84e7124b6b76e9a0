import type { ContentHash, GameId } from './ids.ts';
import type { Version } from './version.ts';

/** The unit of hash, journal and request: a file is cut into blocks, the last one shorter. */
export const BLOCK_BYTES = 4 * 1024 * 1024;

/** The unit of planning and of `download-chunk-finished`: up to eight blocks. */
export const CHUNK_BYTES = 32 * 1024 * 1024;

/** More files than this are no game that peers pass on. */
export const MAX_CONTENT_FILES = 20_000;

/** The sentinel: removed first, written last; it alone says that a copy is whole. */
export const SENTINEL = 'version.ini';

/** A file of a game's content: its path below the game's folder (`/` between parts), bytes. */
export interface ContentFile {
  readonly path: string;
  readonly size: number;
}

/** What a game's content is made of, without its bytes: sorted files, and the empty folders. */
export interface Outline {
  readonly files: readonly ContentFile[];
  readonly emptyFolders: readonly string[];
}

/** An outline with the hash of every block, in the order of the files; 32 bytes a block. */
export interface Manifest {
  readonly outline: Outline;
  readonly blockHashes: Uint8Array;
}

/** What a peer says of a game it has ready. */
export interface Offer {
  readonly id: GameId;
  readonly version: Version;
  /** Bytes of all files together. */
  readonly size: number;
  /** Hash of the outline: equal outlines, equal paths and sizes. */
  readonly outlineHash: ContentHash;
  /** Hash of the manifest, undefined until the peer has hashed its copy. */
  readonly manifestHash?: ContentHash | undefined;
}

/** How many blocks a file of `size` bytes has; an empty file has none. */
export function blockCount(size: number): number {
  return Math.ceil(size / BLOCK_BYTES);
}

/** The bytes of all files of an outline. */
export function outlineSize(outline: Outline): number {
  return outline.files.reduce((sum, file) => sum + file.size, 0);
}

/** The blocks of all files of an outline. */
export function outlineBlocks(outline: Outline): number {
  return outline.files.reduce((sum, file) => sum + blockCount(file.size), 0);
}
