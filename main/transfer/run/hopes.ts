import type { Clock } from '../../kit/clock.ts';

/** How long those that are left may have nothing new, in milliseconds. */
const PATIENCE_MS = 5_000;

/**
 * Where every source that is left is a download itself, it may be waiting for the same blocks as
 * this one: nobody would ever go on. Someone may still bring one, but not after a while.
 */
export class Hopes {
  readonly #clock: Clock;
  #idleSinceMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes in whether anyone can give anything now; gives whether that has been over for too long. */
  areGone(canGoOn: boolean): boolean {
    if (canGoOn) {
      this.#idleSinceMs = undefined;
      return false;
    }
    this.#idleSinceMs ??= this.#clock.monotonicMs();
    return this.#clock.monotonicMs() - this.#idleSinceMs > PATIENCE_MS;
  }
}
