import type { FileHandle } from 'node:fs/promises';
import { BLOCK_BYTES } from '../../../shared/domain/content.ts';
import { blake3, HASH_BYTES } from '../../manifest/blake3.ts';
import { blockAt, type Blocks } from '../../manifest/blocks.ts';
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
    if (!(await isRead(handle, bytes, offset))) continue;
    const expected = blockHashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
    if (Buffer.compare(blake3(bytes), expected) === 0) verified[index] = 1;
  }
}

// False where the file ends too early, or can't be read: then it has to be fetched again.
async function isRead(handle: FileHandle, bytes: Uint8Array, position: number): Promise<boolean> {
  let done = 0;
  while (done < bytes.byteLength) {
    const rest = bytes.byteLength - done;
    const read = await handle.read(bytes, done, rest, position + done).catch(() => undefined);
    if (read === undefined || read.bytesRead === 0) return false;
    done += read.bytesRead;
  }
  return true;
}
