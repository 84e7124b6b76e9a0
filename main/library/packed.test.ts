import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockCount, outlineBlocks } from '../../shared/domain/content.ts';
import type { ContentHash } from '../../shared/domain/ids.ts';
import { contentHash, HASH_BYTES } from '../manifest/blake3.ts';
import { encodeManifest, encodeOutline } from '../manifest/manifest-codec.ts';
import { KnownHashes } from './known-hashes.ts';
import type { ScannedContent } from './library.ts';
import {
  NOT_THERE,
  packContent,
  packPaths,
  packRecords,
  unpackContent,
  unpackDigests,
  unpackHashed,
  unpackPaths,
} from './packed.ts';

const path = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .filter((text) => !text.includes('\0'));
const size = fc.nat({ max: 20_000_000 });
const time = fc.double({ min: 0, max: 2e12, noNaN: true });

const anyContent = fc
  .record({
    paths: fc.uniqueArray(path, { maxLength: 12 }),
    sizes: fc.array(size, { minLength: 12, maxLength: 12 }),
    times: fc.array(time, { minLength: 12, maxLength: 12 }),
    emptyFolders: fc.uniqueArray(path, { maxLength: 3 }),
  })
  .map(({ paths, sizes, times, emptyFolders }): ScannedContent => {
    const sorted = paths.toSorted();
    const files = sorted.map((name, index) => ({ path: name, size: sizes[index] ?? 0 }));
    const outline = { files, emptyFolders: emptyFolders.toSorted() };
    return {
      outline,
      outlineBytes: Uint8Array.from(encodeOutline(outline)),
      outlineHash: '0'.repeat(64) as ContentHash,
      fingerprint: '1'.repeat(64) as ContentHash,
      size: 1,
      inodes: Float64Array.from(files, (_, index) => 2 ** 53 - index),
      mtimesMs: Float64Array.from(files, (_, index) => times[index] ?? 0),
    };
  });

describe('what crosses between the threads', () => {
  it('paths come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(path), (paths) => {
        expect(unpackPaths(packPaths(paths))).toEqual(paths);
      }),
    );
  });

  it('content comes out as it went in', () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        expect(unpackContent(structuredClone(packContent(content)))).toEqual(content);
      }),
    );
  });

  it('a manifest gives each file the record by which its hashes are found again', () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        const { records, manifest } = unpackHashed(content, hashed(content));
        const known = new KnownHashes(structuredClone(packRecords(records)));
        const found = content.outline.files.map((file, index) => {
          const facts = {
            inode: content.inodes[index] ?? 0,
            mtimeMs: content.mtimesMs[index] ?? 0,
          };
          return known.find({ ...file, ...facts });
        });
        expect(found.map((hashes) => hashes?.length)).toEqual(
          content.outline.files.map((file) => blockCount(file.size) * HASH_BYTES),
        );
        const inOrder = Buffer.concat(found.flatMap((hashes) => hashes ?? []));
        expect(manifest.subarray(manifest.length - inOrder.length)).toEqual(
          Uint8Array.from(inOrder),
        );
      }),
    );
  });

  it('records without one hash a block are left behind', () => {
    const facts = { size: 5, mtimeMs: 1, inode: 1 };
    const good = { path: 'good', ...facts, blockHashes: new Uint8Array(HASH_BYTES).fill(7) };
    const short = { path: 'short', ...facts, blockHashes: new Uint8Array(HASH_BYTES - 1) };
    const long = { path: 'long', ...facts, blockHashes: new Uint8Array(2 * HASH_BYTES) };
    const known = new KnownHashes(packRecords([short, good, long]));
    expect(known.find(short)).toBeUndefined();
    expect(known.find(long)).toBeUndefined();
    expect(known.find(good)).toEqual(good.blockHashes);
  });

  it('digests come out by path, and nothing for a file that is not there', () => {
    const blockHashes = Uint8Array.from({ length: HASH_BYTES }, (_, index) => index);
    const packed = {
      sizes: Float64Array.of(NOT_THERE, 5, 0),
      sha256: ['', 'five', 'none'],
      blockHashes,
    };
    expect(unpackDigests(['gone', 'five', 'none'], packed)).toEqual([
      undefined,
      { path: 'five', size: 5, sha256: 'five', blockHashes },
      { path: 'none', size: 0, sha256: 'none', blockHashes: new Uint8Array(0) },
    ]);
  });
});

function hashed(content: ScannedContent) {
  const length = outlineBlocks(content.outline) * HASH_BYTES;
  const blockHashes = Uint8Array.from({ length }, (_, index) => index % 251);
  const manifest = Uint8Array.from(encodeManifest({ outline: content.outline, blockHashes }));
  return { manifest, manifestHash: contentHash(manifest) };
}
