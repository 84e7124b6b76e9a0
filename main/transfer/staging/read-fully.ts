import type { FileHandle } from 'node:fs/promises';

/** Fills `bytes` from `position`; false where the file ends too early, or can't be read. */
export async function readFully(
  handle: FileHandle,
  bytes: Uint8Array,
  position: number,
): Promise<boolean> {
  let done = 0;
  while (done < bytes.byteLength) {
    const rest = bytes.byteLength - done;
    const read = await handle.read(bytes, done, rest, position + done).catch(() => undefined);
    if (read === undefined || read.bytesRead === 0) return false;
    done += read.bytesRead;
  }
  return true;
}
