import type { PeerId } from '../../shared/domain/ids.ts';

/** What was sent since the start: all in all, and to each peer while it is connected. */
export class Uploads {
  #total = 0;
  readonly #byPeer = new Map<PeerId, number>();

  /** Bytes to all peers together, those that have left included. */
  get total(): number {
    return this.#total;
  }

  /** Bytes to one peer since it connected. */
  to(peerId: PeerId): number {
    return this.#byPeer.get(peerId) ?? 0;
  }

  /** A peer that is not connected counts only in the total: anyone may make up more ids (W16). */
  add(peerId: PeerId, bytes: number, isConnected: boolean): void {
    this.#total += bytes;
    if (isConnected) this.#byPeer.set(peerId, this.to(peerId) + bytes);
  }

  forget(peerId: PeerId): void {
    this.#byPeer.delete(peerId);
  }
}
