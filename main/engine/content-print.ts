import { SENTINEL } from '../../shared/domain/content.ts';
import type { ContentHash } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';
import type { ScannedContent } from '../library/library.ts';
import { contentHash } from '../manifest/blake3.ts';

/**
 * One hash over all that the scan knows of a copy: it stays the same as long as no file is another.
 * The sentinel counts by what it says, as it is written anew whenever a switch is taken back.
 */
export function contentPrint(
  version: Version | undefined,
  { inodes, mtimesMs, outline }: ScannedContent,
): ContentHash {
  const seen = outline.files.flatMap(({ path, size }, index) =>
    path === SENTINEL ? [] : [path, size, inodes[index], mtimesMs[index]],
  );
  return contentHash(new TextEncoder().encode(JSON.stringify([version, ...seen])));
}
