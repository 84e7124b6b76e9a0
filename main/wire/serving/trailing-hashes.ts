import type { ContentHash } from '../../../shared/domain/ids.ts';
import { HASH_BYTES, hexHashAt, type RunningHash, startBlake3 } from '../../manifest/blake3.ts';
import type { Fill } from './fills.ts';

/** Hashes ranges as they are sent; the hashes follow after the last one. */
export class TrailingHashes {
  readonly #hashes: Buffer;
  #count = 0;
  #running: RunningHash | undefined;

  constructor(ranges: number) {
    this.#hashes = Buffer.alloc(ranges * HASH_BYTES);
  }

  /** One hash a range, in order; complete once every fill was added. */
  get bytes(): Uint8Array {
    return this.#hashes;
  }

  /** The hash of one range, once it was added as a whole. */
  hexAt(range: number): ContentHash {
    return hexHashAt(this.#hashes, range);
  }

  async add(fill: Fill, buffer: Buffer): Promise<void> {
    for (const { at, length, isLast } of fill.parts) {
      this.#running ??= await startBlake3();
      this.#running.update(buffer.subarray(at, at + length));
      if (isLast) this.#finish(this.#running);
    }
  }

  #finish(running: RunningHash): void {
    this.#hashes.set(running.digest(), this.#count * HASH_BYTES);
    this.#count += 1;
    this.#running = undefined;
  }
}
