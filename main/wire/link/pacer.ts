import type { Clock } from '../../kit/clock.ts';

export interface PacerOptions {
  /** Time that was not used can be made up for, up to so long. */
  readonly creditMs: number;
}

/** Spreads amounts over time so that they stay below a rate, in the order in which they are asked for. */
export class Pacer {
  readonly #clock: Clock;
  readonly #options: PacerOptions;
  #perMs = Infinity;
  // When what was granted so far will be used up.
  #freeAtMs = -Infinity;
  // Those who wait at the present rate.
  readonly #wakes = new Set<() => void>();

  constructor(clock: Clock, options: PacerOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** Amount a second; 0 = no limit. Whoever waits goes at once: that wait was of the old rate. */
  setRate(perSecond: number): void {
    this.#perMs = perSecond > 0 ? perSecond / 1000 : Infinity;
    this.#freeAtMs = -Infinity;
    for (const wake of [...this.#wakes]) wake();
  }

  /** How much the rate allows in `ms`; may be infinite. */
  allowedIn(ms: number): number {
    return this.#perMs * ms;
  }

  /** Resolves when `amount` may go. */
  async take(amount: number): Promise<void> {
    if (this.#perMs === Infinity) return;
    const nowMs = this.#clock.monotonicMs();
    const startMs = Math.max(nowMs - this.#options.creditMs, this.#freeAtMs);
    this.#freeAtMs = startMs + amount / this.#perMs;
    if (startMs > nowMs) await this.#wait(startMs - nowMs);
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#wakes.delete(wake);
        cancel();
        resolve();
      };
      const cancel = this.#clock.after(delayMs, wake);
      this.#wakes.add(wake);
    });
  }
}
