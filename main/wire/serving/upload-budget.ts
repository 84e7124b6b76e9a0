import type { Clock } from '../../kit/clock.ts';
import { SERVE_BUFFER_BYTES } from '../limits.ts';

// A slice is what the limit allows in this time: short enough to look smooth, long enough to be cheap.
const SLICE_MS = 20;
const MIN_SLICE_BYTES = 4 * 1024;
// Time that was not used may be made up for so long, so that a late timer costs no speed.
const CREDIT_MS = 100;

/** Shares one upload limit over all connections, in the order in which they ask. */
export class UploadBudget {
  readonly #clock: Clock;
  #bytesPerMs = Infinity;
  // When the bytes that were granted so far will have gone out.
  #freeAtMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** 0 = no limit. */
  setLimit(bytesPerSecond: number): void {
    this.#bytesPerMs = bytesPerSecond > 0 ? bytesPerSecond / 1000 : Infinity;
    this.#freeAtMs = 0;
  }

  /** Most bytes to send in one go under the present limit. */
  get sliceBytes(): number {
    if (this.#bytesPerMs === Infinity) return SERVE_BUFFER_BYTES;
    const slice = Math.round(this.#bytesPerMs * SLICE_MS);
    return Math.min(Math.max(slice, MIN_SLICE_BYTES), SERVE_BUFFER_BYTES);
  }

  /** Resolves when `bytes` may be sent. */
  async take(bytes: number): Promise<void> {
    if (this.#bytesPerMs === Infinity) return;
    const nowMs = this.#clock.monotonicMs();
    const startMs = Math.max(nowMs - CREDIT_MS, this.#freeAtMs);
    this.#freeAtMs = startMs + bytes / this.#bytesPerMs;
    if (startMs > nowMs) await this.#wait(startMs - nowMs);
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(delayMs, resolve);
    });
  }
}
