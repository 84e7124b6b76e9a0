import { type ContentHash } from '../../shared/domain/ids.ts';

type Hash = (bytes: Uint8Array) => Uint8Array;

/** Bytes of a content hash (BLAKE3, 256 bits). */
export const HASH_BYTES = 32;

// The native addon is about ten times as fast; the wasm form serves where it does not load.
const hash = await loadNative().catch(loadWasm);

/** The BLAKE3 of `bytes`, 32 bytes; synchronous, so large inputs belong in a worker. */
export function blake3(bytes: Uint8Array): Uint8Array {
  return hash(bytes);
}

/** The BLAKE3 of `bytes` in hex. */
export function contentHash(bytes: Uint8Array): ContentHash {
  return Buffer.from(hash(bytes)).toString('hex') as ContentHash;
}

async function loadNative(): Promise<Hash> {
  const { Blake3Hasher } = await import('@napi-rs/blake-hash');
  return (bytes) => new Blake3Hasher().update(asBuffer(bytes)).digestBuffer();
}

async function loadWasm(): Promise<Hash> {
  const { createBLAKE3 } = await import('hash-wasm');
  const hasher = await createBLAKE3();
  return (bytes) => hasher.init().update(bytes).digest('binary');
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
