import { Deferred } from './deferred.ts';

export interface WaitingLineOptions {
  /** How many tasks run at once. */
  readonly places: number;
  /** How many more may wait. */
  readonly bound: number;
  /** What one beyond that is told. */
  readonly full: () => Error;
}

/** Runs a few tasks at a time, in the order they came; the others wait for their turn. */
export class WaitingLine {
  readonly #options: WaitingLineOptions;
  readonly #waiting = new Set<Deferred<undefined>>();
  #taken = 0;

  constructor(options: WaitingLineOptions) {
    this.#options = options;
  }

  /**
   * Runs `task` when its turn comes. Rejects with the signal's reason where that comes before the
   * turn, and past the bound.
   */
  async run<Result>(task: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    if (this.#taken < this.#options.places) this.#taken += 1;
    else await this.#wait(signal);
    try {
      return await task();
    } finally {
      this.#passOn();
    }
  }

  async #wait(signal: AbortSignal): Promise<void> {
    if (this.#waiting.size >= this.#options.bound) throw this.#options.full();
    const turn = new Deferred<undefined>();
    const leave = (): void => {
      this.#waiting.delete(turn);
      turn.reject(signal.reason as Error);
    };
    this.#waiting.add(turn);
    signal.addEventListener('abort', leave);
    try {
      await turn.promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  // The place goes from hand to hand, so that nobody slips in between.
  #passOn(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#taken -= 1;
      return;
    }
    this.#waiting.delete(next);
    next.resolve(undefined);
  }
}
