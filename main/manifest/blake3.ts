import { type ContentHash } from '../../shared/domain/ids.ts';
import { asBuffer } from '../kit/as-buffer.ts';

/** A hash that takes its bytes piece by piece. */
export interface RunningHash {
  update(bytes: Uint8Array): unknown;
  /** The hash of all pieces; ends it. */
  digest(): Uint8Array;
}

interface Backend {
  hash(bytes: Uint8Array): Uint8Array;
  start(): RunningHash | Promise<RunningHash>;
}

/** Bytes of a content hash (BLAKE3, 256 bits). */
export const HASH_BYTES = 32;

// The native addon is about ten times as fast; the wasm form serves where it does not load.
const backend = await loadNative().catch(loadWasm);

/** The BLAKE3 of `bytes`, 32 bytes; synchronous, so large inputs belong in a worker. */
export function blake3(bytes: Uint8Array): Uint8Array {
  return backend.hash(bytes);
}

/** Starts a BLAKE3 of bytes that come piece by piece. */
export async function startBlake3(): Promise<RunningHash> {
  return backend.start();
}

/** The BLAKE3 of `bytes` in hex. */
export function contentHash(bytes: Uint8Array): ContentHash {
  return Buffer.from(backend.hash(bytes)).toString('hex') as ContentHash;
}

/** The hash at a place in a list of hashes, 32 bytes each, in hex. */
export function hexHashAt(hashes: Uint8Array, place: number): ContentHash {
  const bytes = hashes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
  return asBuffer(bytes).toString('hex') as ContentHash;
}

async function loadNative(): Promise<Backend> {
  const { blake3: hash, Blake3Hasher } = await import('@napi-rs/blake-hash');
  return {
    hash: (bytes) => hash(asBuffer(bytes)),
    start: () => {
      const hasher = new Blake3Hasher();
      return {
        update: (bytes) => hasher.update(asBuffer(bytes)),
        digest: () => hasher.digestBuffer(),
      };
    },
  };
}

async function loadWasm(): Promise<Backend> {
  const { createBLAKE3 } = await import('hash-wasm');
  const hasher = await createBLAKE3();
  return {
    hash: (bytes) => hasher.init().update(bytes).digest('binary'),
    start: async () => {
      const own = (await createBLAKE3()).init();
      return { update: (bytes) => own.update(bytes), digest: () => own.digest('binary') };
    },
  };
}
