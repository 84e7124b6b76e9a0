import { blockCount } from '../../shared/domain/content.ts';
import type { ScannedContent } from '../library/library.ts';
import { contentHash, HASH_BYTES } from '../manifest/blake3.ts';
import { joinManifest } from '../manifest/manifest-codec.ts';
import type { StoredFileHashes } from '../store/store.ts';
import type { OwnManifest } from './own-game.ts';

/** What to remember of a copy whose block hashes are known, so that it need not be hashed again. */
export function recordsOf(
  content: ScannedContent,
  blockHashes: Uint8Array,
): readonly StoredFileHashes[] {
  let start = 0;
  return content.outline.files.map(({ path, size }, index) => {
    const end = start + blockCount(size) * HASH_BYTES;
    const record = {
      path,
      size,
      mtimeMs: content.mtimesMs[index] ?? 0,
      inode: content.inodes[index] ?? 0,
      blockHashes: blockHashes.slice(start, end),
    };
    start = end;
    return record;
  });
}

/**
 * The manifest of a copy whose every file is what it was when it was hashed: same path, size, time
 * and inode. Undefined where one is not, or was never hashed.
 */
export function rememberedManifest(
  content: ScannedContent,
  records: readonly StoredFileHashes[],
): OwnManifest | undefined {
  const known = records.values();
  const hashes: Uint8Array[] = [];
  for (const [index, { path, size }] of content.outline.files.entries()) {
    const record = nextOf(known, path);
    if (record?.size !== size || record.inode !== content.inodes[index]) return undefined;
    if (record.mtimeMs !== content.mtimesMs[index]) return undefined;
    hashes.push(record.blockHashes);
  }
  // A copy, since a small one shares its memory with others and would take them along to threads.
  const bytes = Uint8Array.from(joinManifest(content.outlineBytes, hashes));
  return { bytes, hash: contentHash(bytes) };
}

// Records lie in the order of the outline that they were made of; those of files that are gone are passed.
function nextOf(
  records: IterableIterator<StoredFileHashes>,
  path: string,
): StoredFileHashes | undefined {
  for (let next = records.next(); !next.done; next = records.next()) {
    if (next.value.path === path) return next.value;
  }
  return undefined;
}
