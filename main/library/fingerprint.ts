import type { ContentHash } from '../../shared/domain/ids.ts';
import { contentHash } from '../manifest/blake3.ts';
import { packPaths } from './packed.ts';

/** Counted up whenever other names become acceptable: what was known under older rules is then looked at anew. */
const RULES = '1';

/** All that a look at a game's content saw, in the order in which it was seen. */
export interface Seen {
  readonly paths: readonly string[];
  readonly sizes: readonly number[];
  readonly inodes: readonly number[];
  readonly mtimesMs: readonly number[];
  readonly emptyFolders: readonly string[];
}

/**
 * One hash over what was seen: the same as long as no file differs in path, size, inode or time, and
 * no empty folder came or went. It holds for this PC alone: folders are listed in the order of its system.
 */
export function fingerprintOf({ paths, sizes, inodes, mtimesMs, emptyFolders }: Seen): ContentHash {
  const names = packPaths([RULES, String(paths.length), ...paths, ...emptyFolders]);
  const facts = new Float64Array([...sizes, ...inodes, ...mtimesMs]);
  return contentHash(Buffer.concat([Buffer.from(facts.buffer), Buffer.from(names)]));
}
