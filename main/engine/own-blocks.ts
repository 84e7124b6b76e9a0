import { BLOCK_BYTES, blockCount, type Manifest } from '../../shared/domain/content.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import { decodeManifest } from '../manifest/manifest-codec.ts';
import type { DescribedContent } from './described-content.ts';
import type { OwnGame } from './own-game.ts';

/**
 * Which blocks of a content may lie at their place in the own copy: one byte a block, and how many
 * bytes that is. Where the copy's hashes are known and trusted only those that agree are worth reading,
 * else all of files that are there. Nothing without hashes to hold them against.
 */
export function reusableBlocks(
  content: DescribedContent,
  own: OwnGame | undefined,
): { readonly wanted: Uint8Array; readonly bytes: number } {
  const hashesOf = ownHashes(own);
  const wanted: number[] = [];
  let bytes = 0;
  let block = 0;
  for (const { path, size } of content.outline.files) {
    const mine = hashesOf(path);
    for (let index = 0; index < blockCount(size); index += 1, block += 1) {
      const isWanted =
        content.blockHashes !== undefined &&
        (mine === 'unknown' ||
          (mine !== 'none' && isSame(mine, index, content.blockHashes, block)));
      wanted.push(isWanted ? 1 : 0);
      if (isWanted) bytes += Math.min(BLOCK_BYTES, size - index * BLOCK_BYTES);
    }
  }
  return { wanted: Uint8Array.from(wanted), bytes };
}

type HashesOf = (path: string) => Uint8Array | 'unknown' | 'none';

function ownHashes(own: OwnGame | undefined): HashesOf {
  const outline = own?.scanned.content?.outline;
  if (own === undefined || outline === undefined) return () => 'none';
  const manifest = own.isDamaged ? undefined : ownManifest(own);
  const known = manifest && byPath(manifest);
  const paths = new Set(outline.files.map(({ path }) => path));
  return (path) =>
    known?.get(path) ?? (known === undefined && paths.has(path) ? 'unknown' : 'none');
}

function ownManifest(own: OwnGame): Manifest | undefined {
  const manifest = own.manifest && decodeManifest(own.manifest.bytes);
  return manifest === undefined || 'problem' in manifest ? undefined : manifest;
}

/** The block hashes of each file of a manifest. */
export function byPath({ outline, blockHashes }: Manifest): ReadonlyMap<string, Uint8Array> {
  let start = 0;
  return new Map(
    outline.files.map(({ path, size }) => {
      const end = start + blockCount(size) * HASH_BYTES;
      const hashes = blockHashes.subarray(start, end);
      start = end;
      return [path, hashes];
    }),
  );
}

function isSame(mine: Uint8Array, index: number, all: Uint8Array, block: number): boolean {
  const own = mine.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
  const wanted = all.subarray(block * HASH_BYTES, (block + 1) * HASH_BYTES);
  return Buffer.compare(own, wanted) === 0;
}
