import { createHash } from 'node:crypto';
import { closeSync } from 'node:fs';
import { LanspreadError } from '../../shared/errors.ts';
import { contentHash } from '../manifest/blake3.ts';
import { encodeManifest } from '../manifest/manifest-codec.ts';
import { changedWhileRead, hashBlocks, isUnchanged } from './hash-blocks.ts';
import { type FileFacts, KnownHashes } from './known-hashes.ts';
import { type OpenFile, openFileBelow } from './open-file.ts';
import {
  NOT_THERE,
  type PackedContent,
  type PackedDigests,
  type PackedManifest,
  type PackedRecords,
  unpackContent,
} from './packed.ts';
import type { Pacer } from './pacer.ts';
import { isSystemError, readFault } from './read-fault.ts';

/** A copy to hash, and what is known of its files from before. */
export interface CopyToHash {
  readonly folder: string;
  readonly content: PackedContent;
  readonly records: PackedRecords;
}

/** The manifest of a copy; only files that match no record are read. */
export async function hashCopy(copy: CopyToHash, pacer: Pacer): Promise<PackedManifest> {
  const { outline, inodes, mtimesMs } = unpackContent(copy.content);
  const known = new KnownHashes(copy.records);
  const hashes: Uint8Array[] = [];
  for (const [index, { path, size }] of outline.files.entries()) {
    const facts = { path, size, inode: inodes[index] ?? 0, mtimeMs: mtimesMs[index] ?? 0 };
    hashes.push(known.find(facts) ?? (await hashFile(copy.folder, facts, pacer)));
    await pacer.step();
  }
  // A copy, since a small manifest shares its memory with others and would be sent along with it.
  const manifest = Uint8Array.from(encodeManifest({ outline, blockHashes: Buffer.concat(hashes) }));
  return { manifest, manifestHash: contentHash(manifest) };
}

/** SHA-256 and block hashes of files below `folder`, each read once. */
export async function digestFiles(
  folder: string,
  paths: readonly string[],
  pacer: Pacer,
  onRead: (bytes: number) => void,
): Promise<PackedDigests> {
  const sizes = new Float64Array(paths.length).fill(NOT_THERE);
  const sha256: string[] = [];
  const hashes: Uint8Array[] = [];
  for (const [index, path] of paths.entries()) {
    const digest = createHash('sha256');
    const blockHashes = await withFile(folder, path, (file) => {
      sizes[index] = file.stats.size;
      return hashBlocks(file, path, pacer, (block) => {
        digest.update(block);
        onRead(block.byteLength);
      });
    });
    if (blockHashes) hashes.push(blockHashes);
    sha256.push(digest.digest('hex'));
    await pacer.step();
  }
  return { sizes, sha256, blockHashes: Uint8Array.from(Buffer.concat(hashes)) };
}

async function hashFile(folder: string, facts: FileFacts, pacer: Pacer): Promise<Uint8Array> {
  const { path } = facts;
  const hashes = await withFile(folder, path, (file) => {
    if (!isUnchanged(facts, file.stats)) throw changedWhileRead(path);
    return hashBlocks(file, path, pacer);
  });
  if (!hashes) throw changedWhileRead(path);
  return hashes;
}

// Undefined where no regular file is.
async function withFile<T>(
  folder: string,
  path: string,
  use: (file: OpenFile) => Promise<T>,
): Promise<T | undefined> {
  let file: OpenFile | undefined;
  try {
    file = openFileBelow(folder, path);
    return file && (await use(file));
  } catch (error) {
    throw isSystemError(error) ? unreadableFile(path, error) : error;
  } finally {
    if (file) closeSync(file.fd);
  }
}

function unreadableFile(path: string, cause: Error): LanspreadError {
  const message = `${JSON.stringify(path)} can't be read: ${readFault(cause)}. Check it and its disk.`;
  return new LanspreadError('io-error', message, { cause });
}
