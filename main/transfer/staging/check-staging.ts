import type { FileHandle } from 'node:fs/promises';
import { BLOCK_BYTES } from '../../../shared/domain/content.ts';
import { blake3, HASH_BYTES } from '../../manifest/blake3.ts';
import { blockAt, type Blocks } from '../../manifest/blocks.ts';
import { readFully } from './read-fully.ts';
import type { StagedFolder } from './staged-folder.ts';

/** What is checked: where it lies, and what it should be. */
export interface StagingCheck {
  readonly folder: StagedFolder;
  readonly blocks: Blocks;
  readonly blockHashes: Uint8Array;
}

/** Re-hashes what lies in a staging folder: one byte a block, 1 = has its hash; abortable. */
export async function checkStaging(check: StagingCheck, signal: AbortSignal): Promise<Uint8Array> {
  const { blocks, folder } = check;
  const verified = new Uint8Array(blocks.count);
  const buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  for (const [file, { path, size }] of blocks.outline.files.entries()) {
    signal.throwIfAborted();
    const handle = size > 0 ? await folder.openForReading(path) : undefined;
    if (handle === undefined) continue;
    try {
      await checkFile({ ...check, file, handle, buffer, verified }, signal);
      await dropBrokenLink({ ...check, file, handle, buffer, verified });
    } finally {
      await handle.close();
    }
  }
  return verified;
}

interface FileCheck extends StagingCheck {
  readonly file: number;
  readonly handle: FileHandle;
  readonly buffer: Uint8Array;
  readonly verified: Uint8Array;
}

async function checkFile(check: FileCheck, signal: AbortSignal): Promise<void> {
  const { blockHashes, blocks, buffer, file, handle, verified } = check;
  const end = blocks.firstOfFile[file + 1] ?? 0;
  for (let index = blocks.firstOfFile[file] ?? 0; index < end; index += 1) {
    signal.throwIfAborted();
    const { offset, length } = blockAt(blocks, index);
    const bytes = buffer.subarray(0, length);
    if (!(await readFully(handle, bytes, offset))) continue;
    const expected = blockHashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
    if (Buffer.compare(blake3(bytes), expected) === 0) verified[index] = 1;
  }
}

// What was reused of a copy is that copy's own file: it is never written to, only let go.
async function dropBrokenLink({
  blocks,
  file,
  folder,
  handle,
  verified,
}: FileCheck): Promise<void> {
  const [start, end] = [blocks.firstOfFile[file] ?? 0, blocks.firstOfFile[file + 1] ?? 0];
  if (!verified.subarray(start, end).includes(0) || (await hasOneName(handle))) return;
  verified.fill(0, start, end);
  await folder.drop(blocks.outline.files[file]?.path ?? '');
}

// What can't be looked at is let go as well.
function hasOneName(handle: FileHandle): Promise<boolean> {
  return handle.stat().then(
    ({ nlink }) => nlink === 1,
    () => false,
  );
}
