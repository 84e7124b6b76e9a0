import { setImmediate, setTimeout } from 'node:timers/promises';
import type { HashPriority } from './library.ts';

/** Whether something that was asked for is under way on this thread. */
export type IsAskedWorkUnderWay = () => boolean;

/** How long a job keeps the thread before others have a turn, in milliseconds. */
const SLICE_MS = 10;

/** How long background work waits before it looks again for asked work, in milliseconds. */
const GIVE_WAY_MS = 20;

/** Lets one job share its thread: it works in slices, and between them others have their turn. */
export class Pacer {
  readonly #priority: HashPriority;
  readonly #isAskedWorkUnderWay: IsAskedWorkUnderWay;
  readonly #signal: AbortSignal;
  #sliceStartMs = performance.now();

  constructor(
    priority: HashPriority,
    isAskedWorkUnderWay: IsAskedWorkUnderWay,
    signal: AbortSignal,
  ) {
    this.#priority = priority;
    this.#isAskedWorkUnderWay = isAskedWorkUnderWay;
    this.#signal = signal;
  }

  /** To be called between any two small steps; throws once the job is cancelled. */
  async step(): Promise<void> {
    const workedMs = performance.now() - this.#sliceStartMs;
    if (workedMs < SLICE_MS) return;
    await (this.#priority === 'asked' ? setImmediate() : this.#giveWay(workedMs));
    this.#signal.throwIfAborted();
    this.#sliceStartMs = performance.now();
  }

  // Rests as long as it worked, so that it never takes more than half of the disk.
  async #giveWay(workedMs: number): Promise<void> {
    await setTimeout(workedMs, undefined, { signal: this.#signal });
    while (this.#isAskedWorkUnderWay()) {
      await setTimeout(GIVE_WAY_MS, undefined, { signal: this.#signal });
    }
  }
}
