import { LanspreadError } from '../../shared/errors.ts';
import { Deferred } from '../kit/deferred.ts';

/** One at a time, first come, first served; no more than `bound` wait. */
export class WaitingLine {
  readonly #bound: number;
  readonly #waiting = new Set<Deferred<undefined>>();
  #isTaken = false;

  constructor(bound: number) {
    this.#bound = bound;
  }

  /**
   * Resolves when it is the caller's turn, with a function that ends the turn: call it once.
   * Rejects with the signal's reason when that comes first, and with `operation-active` past the bound.
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#isTaken) await this.#wait(signal);
    this.#isTaken = true;
    return () => {
      this.#leave();
    };
  }

  async #wait(signal: AbortSignal): Promise<void> {
    if (this.#waiting.size >= this.#bound) {
      throw new LanspreadError(
        'operation-active',
        `${this.#bound} archives wait to be unpacked. Try again when some are done.`,
      );
    }
    const turn = new Deferred<undefined>();
    const giveUp = () => {
      turn.reject(signal.reason as Error);
    };
    this.#waiting.add(turn);
    signal.addEventListener('abort', giveUp);
    try {
      await turn.promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
      this.#waiting.delete(turn);
    }
  }

  /** The turn goes from hand to hand, so that nobody slips in between. */
  #leave(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#isTaken = false;
      return;
    }
    this.#waiting.delete(next);
    next.resolve(undefined);
  }
}
