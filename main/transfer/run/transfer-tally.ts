import type { PeerId } from '../../../shared/domain/ids.ts';
import { bytesOf } from '../../manifest/blocks.ts';
import type { Source, TransferResult } from '../fetcher.ts';
import type { Layout } from '../plan/requests.ts';

/** What each source has given to one transfer. */
export class TransferTally {
  readonly #given = new Map<PeerId, Source & { readonly bytes: number }>();
  #bytesDone: number;

  /** `keptBytes` are here from an earlier try. */
  constructor(keptBytes: number) {
    this.#bytesDone = keptBytes;
  }

  /** Kept, and fetched from all sources. */
  get bytesDone(): number {
    return this.#bytesDone;
  }

  add(source: Source, bytes: number): void {
    if (bytes === 0) return;
    this.#bytesDone += bytes;
    this.#given.set(source.peerId, { ...source, bytes: this.of(source.peerId) + bytes });
  }

  /** Bytes from one source. */
  of(peerId: PeerId): number {
    return this.#given.get(peerId)?.bytes ?? 0;
  }

  /** All that gave anything. */
  sources(): TransferResult['sources'] {
    return [...this.#given.values()];
  }
}

/** The bytes of the blocks that are marked: one byte a block, 1 = verified. */
export function keptBytes(layout: Layout, verified: Uint8Array): number {
  const kept = [...verified.keys()].filter((block) => verified[block] === 1);
  return bytesOf(layout.blocks, kept);
}
