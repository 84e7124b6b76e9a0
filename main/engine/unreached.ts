import type { PeerId } from '../../shared/domain/ids.ts';
import type { Peer } from '../../shared/domain/peer.ts';
import type { Clock } from '../kit/clock.ts';

/** Who could not be dialled is left so long to open a connection itself, in milliseconds. */
export const CERTAIN_MS = 10_000;

/** Who is not missed again for so long may have gone, in milliseconds: three of the longest pauses of beacons … */
export const FORGET_MS = 90_000;

/** … and longer one that a connected peer has named, as it does so only once. */
export const FORGET_VOUCHED_MS = 600_000;

/** Most that are known at once; anyone may forge announcements. */
export const MAX_UNREACHED = 16;

export interface UnreachedDeps {
  readonly clock: Clock;
  /** One has been out of reach for long enough to say so. */
  readonly onCertain: (peer: Peer) => void;
}

/** A peer that was heard of, and did not answer. */
export interface MissedPeer extends Peer {
  /** A connected peer has named it; else one packet is not enough, as a flood is made of them. */
  readonly isVouched: boolean;
}

interface Missed {
  readonly peer: MissedPeer;
  lastMs: number;
  times: number;
  /** It has had time to open a connection itself. */
  isLong: boolean;
  isTold: boolean;
  readonly stopWaiting: () => void;
}

/** PCs that are said to be here, and with which no connection comes about in either direction. */
export class Unreached {
  readonly #deps: UnreachedDeps;
  // In the order in which they were first missed.
  readonly #missed = new Map<PeerId, Missed>();

  constructor(deps: UnreachedDeps) {
    this.#deps = deps;
  }

  /** A peer was heard of, and nobody answered there. */
  miss(peer: MissedPeer): void {
    this.#forgetOld();
    const missed = this.#missed.get(peer.peerId) ?? this.#begin(peer);
    if (missed === undefined) return;
    missed.times += 1;
    missed.lastMs = this.#deps.clock.monotonicMs();
    this.#consider(missed);
  }

  /** A connection has come about after all. */
  forget(peerId: PeerId): void {
    this.#missed.get(peerId)?.stopWaiting();
    this.#missed.delete(peerId);
  }

  /** Those that are out of reach for certain. */
  rows(): readonly Peer[] {
    this.#forgetOld();
    return [...this.#missed.values()].flatMap(({ isTold, peer: { peerId, name, address } }) =>
      isTold ? [{ peerId, name, address }] : [],
    );
  }

  stop(): void {
    for (const peerId of [...this.#missed.keys()]) this.forget(peerId);
  }

  #begin(peer: MissedPeer): Missed | undefined {
    if (this.#missed.size >= MAX_UNREACHED && !this.#makeRoom()) return undefined;
    const { clock } = this.#deps;
    const nowMs = clock.monotonicMs();
    const stopWaiting = clock.after(CERTAIN_MS, () => {
      missed.isLong = true;
      this.#consider(missed);
    });
    const missed: Missed = {
      ...{ peer, stopWaiting },
      ...{ lastMs: nowMs, times: 0, isLong: false, isTold: false },
    };
    this.#missed.set(peer.peerId, missed);
    return missed;
  }

  #makeRoom(): boolean {
    const rumour = [...this.#missed.values()].find(({ isTold }) => !isTold);
    if (rumour !== undefined) this.forget(rumour.peer.peerId);
    return rumour !== undefined;
  }

  #consider(missed: Missed): void {
    const { peer, times, isLong, isTold } = missed;
    if (isTold || !isLong || !(peer.isVouched || times > 1)) return;
    missed.isTold = true;
    this.#deps.onCertain(peer);
  }

  #forgetOld(): void {
    const nowMs = this.#deps.clock.monotonicMs();
    for (const { peer, lastMs } of [...this.#missed.values()]) {
      const limitMs = peer.isVouched ? FORGET_VOUCHED_MS : FORGET_MS;
      if (nowMs - lastMs > limitMs) this.forget(peer.peerId);
    }
  }
}
