import type { PeerId } from '../../../shared/domain/ids.ts';
import type { Source, TransferResult } from '../fetcher.ts';

/** What each source has given to one transfer. */
export class TransferTally {
  readonly #given = new Map<PeerId, Source & { readonly bytes: number }>();
  #fetched = 0;

  /** Bytes fetched from all sources. */
  get fetched(): number {
    return this.#fetched;
  }

  add(source: Source, bytes: number): void {
    if (bytes === 0) return;
    this.#fetched += bytes;
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
