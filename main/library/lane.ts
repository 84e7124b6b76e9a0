import { LanspreadError } from '../../shared/errors.ts';

/** More waiting tasks than this are refused. */
export const MAX_WAITING_TASKS = 10_000;

/** Runs tasks one at a time, in the order they came. */
export class Lane {
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  /** Runs `task` when its turn comes; a task that is cancelled before that leaves at once. */
  async run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#turn(signal);
    try {
      return await task();
    } finally {
      this.#passOn();
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#isTaken) {
      this.#isTaken = true;
      return;
    }
    if (this.#waiting.length >= MAX_WAITING_TASKS) {
      throw new LanspreadError('io-error', 'Too much waits to be read. Try again later.');
    }
    await this.#wait(signal);
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason as Error);
      };
      this.#waiting.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #passOn(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#isTaken = false;
  }
}
