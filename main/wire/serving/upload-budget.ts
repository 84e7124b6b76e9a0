import type { PeerId } from '../../../shared/domain/ids.ts';
import type { Clock } from '../../kit/clock.ts';
import { Pacer } from '../link/pacer.ts';
import { SERVE_BUFFER_BYTES } from '../limits.ts';
import { Turns } from './turns.ts';

// A slice is what the limit allows in this time: short enough to look smooth, long enough to be cheap.
const SLICE_MS = 20;
const MIN_SLICE_BYTES = 4 * 1024;
// A late timer must cost no speed; more than this would be seen as a burst.
const CREDIT_MS = 100;

interface Slice {
  readonly bytes: number;
  readonly granted: () => void;
}

/** Shares one upload limit between peers in turns, however many connections each of them has. */
export class UploadBudget {
  readonly #pacer: Pacer;
  readonly #turns = new Turns<PeerId, Slice>();
  #limit = 0;
  #isGranting = false;

  constructor(clock: Clock) {
    this.#pacer = new Pacer(clock, { creditMs: CREDIT_MS });
  }

  /** 0 = no limit. Holds from now on, also for those who wait already. */
  setLimit(bytesPerSecond: number): void {
    this.#limit = bytesPerSecond;
    this.#pacer.setRate(bytesPerSecond);
  }

  /** Most bytes to send in one go under the present limit. */
  get sliceBytes(): number {
    const slice = Math.floor(Math.min(this.#pacer.allowedIn(SLICE_MS), SERVE_BUFFER_BYTES));
    return Math.max(slice, MIN_SLICE_BYTES);
  }

  /** Resolves when `bytes` may be sent to a peer. */
  take(peerId: PeerId, bytes: number): Promise<void> {
    if (this.#limit === 0 && !this.#isGranting) return Promise.resolve();
    return new Promise((granted) => {
      this.#turns.push(peerId, { bytes, granted });
      if (!this.#isGranting) void this.#grantAll();
    });
  }

  // Only one slice asks the pacer at a time, so the next turn is chosen when it can be had.
  async #grantAll(): Promise<void> {
    this.#isGranting = true;
    for (let slice = this.#turns.next(); slice; slice = this.#turns.next()) {
      await this.#pacer.take(slice.bytes);
      slice.granted();
    }
    this.#isGranting = false;
  }
}
