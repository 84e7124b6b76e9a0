import type { Address } from '../../shared/domain/peer.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Longest pause of an address from which somebody is heard right now. */
const LONGEST_HEARD_PAUSE_MS = 4_000;

/** Addresses whose failures are remembered; anyone may make them up, so the oldest make room. */
const MAX_ADDRESSES = 1_000;

/** A room of so many may be found at once … */
const DIALS_AT_ONCE = 128;

/** … and after that so many dials a second, however much is heard. */
const DIALS_PER_SECOND = 16;

interface Failure {
  readonly atMs: number;
  readonly pauseMs: number;
  /** Spreads the pauses of a room. */
  readonly jitter: number;
}

/**
 * How much may be dialled because of hearsay: a limit over all, and for each address that failed a
 * pause that doubles, from a second to a minute. Strangers can neither make this PC flood the room
 * nor have it knock at one door again and again.
 */
export class DialBudget {
  readonly #random: () => number;
  readonly #failed = new Map<Address, Failure>();
  #left = DIALS_AT_ONCE;
  #countedAtMs = 0;

  /** `random` gives numbers from 0 up to 1, and spreads the pauses of a room. */
  constructor(random: () => number) {
    this.#random = random;
  }

  /**
   * Whether to dial an address now; a yes is counted. Where a packet has just come from it
   * (`isHeard`), it need not wait long: it may have been out of reach until now.
   */
  take(address: Address, nowMs: number, isHeard = false): boolean {
    if (this.#isPausing(address, nowMs, isHeard)) return false;
    const earned = ((nowMs - this.#countedAtMs) / 1_000) * DIALS_PER_SECOND;
    this.#left = Math.min(DIALS_AT_ONCE, this.#left + earned);
    this.#countedAtMs = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  failed(address: Address, nowMs: number): void {
    const before = this.#failed.get(address)?.pauseMs ?? FIRST_PAUSE_MS / 2;
    const pauseMs = Math.min(before * 2, LONGEST_PAUSE_MS);
    const jitter = 0.75 + this.#random() / 2;
    this.#failed.delete(address);
    this.#failed.set(address, { atMs: nowMs, pauseMs, jitter });
    const [oldest] = this.#failed.keys();
    if (oldest !== undefined && this.#failed.size > MAX_ADDRESSES) this.#failed.delete(oldest);
  }

  reached(address: Address): void {
    this.#failed.delete(address);
  }

  /** This PC is in another network: what failed before says nothing any more. */
  forgive(): void {
    this.#failed.clear();
  }

  #isPausing(address: Address, nowMs: number, isHeard: boolean): boolean {
    const failure = this.#failed.get(address);
    if (failure === undefined) return false;
    const longestMs = isHeard ? LONGEST_HEARD_PAUSE_MS : LONGEST_PAUSE_MS;
    return nowMs < failure.atMs + Math.min(failure.pauseMs, longestMs) * failure.jitter;
  }
}
