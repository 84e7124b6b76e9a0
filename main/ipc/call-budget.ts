import type { Clock } from '../kit/clock.ts';

/** So many calls may come in a row. */
export const CALL_BURST = 200;

/** So many calls a second are taken in the long run; a player makes a handful. */
export const CALLS_PER_SECOND = 100;

/** So many calls may wait for their answer. */
export const MAX_PENDING_CALLS = 200;

/** Bounds what one window can ask for, so that a page gone wild costs main next to nothing. */
export class CallBudget {
  readonly #clock: Clock;
  #left = CALL_BURST;
  #atMs: number | undefined;
  #pending = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes one call; false where there are too many. Each that was taken is given back by `done`. */
  take(): boolean {
    const nowMs = this.#clock.monotonicMs();
    const elapsedMs = nowMs - (this.#atMs ?? nowMs);
    this.#atMs = nowMs;
    this.#left = Math.min(CALL_BURST, this.#left + (elapsedMs / 1000) * CALLS_PER_SECOND);
    if (this.#left < 1 || this.#pending >= MAX_PENDING_CALLS) return false;
    this.#left -= 1;
    this.#pending += 1;
    return true;
  }

  /** A call has been answered. */
  done(): void {
    this.#pending -= 1;
  }
}
