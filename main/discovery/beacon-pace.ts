import type { PeerId } from '../../shared/domain/ids.ts';

/** A newcomer sends its first beacons this close together: one may be lost, in milliseconds. */
const FIRST_PAUSE_MS = 1_000;
const FIRST_BEACONS = 3;

/** Then one every few seconds, in milliseconds … */
const SHORTEST_PAUSE_MS = 3_000;

/** … and more seldom the more peers there are: up to thirty all together send one a second. */
const PAUSE_MS_PER_PEER = 1_000;

/** Seldom enough for any room, and soon enough for a peer that hears nobody else. */
const LONGEST_PAUSE_MS = 30_000;

/** Who was not heard for so long no longer counts: two of the longest pauses, in milliseconds. */
const FORGET_MS = 2 * LONGEST_PAUSE_MS;

/** More peers than this do not change the pause. */
const MAX_COUNTED = LONGEST_PAUSE_MS / PAUSE_MS_PER_PEER;

/** Beacons read a second; a room sends a few. */
const MAX_READ_PER_SECOND = 200;

/** How often to send, and how much to read, by what was heard; times in milliseconds. */
export class BeaconPace {
  readonly #heardAtMs = new Map<PeerId, number>();
  #sent = 0;
  #read = 0;
  #readSinceMs = -Infinity;

  /** Whether one more packet may be read; a flood is dropped unread. */
  mayRead(nowMs: number): boolean {
    if (nowMs - this.#readSinceMs >= 1_000) {
      this.#readSinceMs = nowMs;
      this.#read = 0;
    }
    this.#read += 1;
    return this.#read <= MAX_READ_PER_SECOND;
  }

  heard(peerId: PeerId, nowMs: number): void {
    this.#heardAtMs.delete(peerId);
    this.#forget(nowMs);
    if (this.#heardAtMs.size < MAX_COUNTED) this.#heardAtMs.set(peerId, nowMs);
  }

  /** How long to wait after one more beacon was sent. */
  pauseAfterSending(nowMs: number): number {
    this.#forget(nowMs);
    this.#sent += 1;
    if (this.#sent < FIRST_BEACONS) return FIRST_PAUSE_MS;
    return Math.max(SHORTEST_PAUSE_MS, this.#heardAtMs.size * PAUSE_MS_PER_PEER);
  }

  #forget(nowMs: number): void {
    for (const [peerId, heardAtMs] of this.#heardAtMs) {
      if (nowMs - heardAtMs < FORGET_MS) return;
      this.#heardAtMs.delete(peerId);
    }
  }
}
