import type { Clock } from '../../kit/clock.ts';
import { Pacer } from '../link/pacer.ts';
import { SERVE_BUFFER_BYTES } from '../limits.ts';

// A slice is what the limit allows in this time: short enough to look smooth, long enough to be cheap.
const SLICE_MS = 20;
const MIN_SLICE_BYTES = 4 * 1024;
// A late timer must cost no speed; more than this would be seen as a burst.
const CREDIT_MS = 100;

/** Shares one upload limit over all connections, in the order in which they ask. */
export class UploadBudget {
  readonly #pacer: Pacer;

  constructor(clock: Clock) {
    this.#pacer = new Pacer(clock, { creditMs: CREDIT_MS });
  }

  /** 0 = no limit. */
  setLimit(bytesPerSecond: number): void {
    this.#pacer.setRate(bytesPerSecond);
  }

  /** Most bytes to send in one go under the present limit. */
  get sliceBytes(): number {
    const slice = Math.floor(Math.min(this.#pacer.allowedIn(SLICE_MS), SERVE_BUFFER_BYTES));
    return Math.max(slice, MIN_SLICE_BYTES);
  }

  /** Resolves when `bytes` may be sent. */
  take(bytes: number): Promise<void> {
    return this.#pacer.take(bytes);
  }
}
