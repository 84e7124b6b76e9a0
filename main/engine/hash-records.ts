import { blockCount } from '../../shared/domain/content.ts';
import type { ScannedContent } from '../library/library.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import type { StoredFileHashes } from '../store/store.ts';

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
