import type { Clock } from '../../kit/clock.ts';

export interface StallWatchDeps {
  readonly clock: Clock;
  readonly limitMs: number;
  /** Whether something is expected to move right now. */
  readonly isDue: () => boolean;
  readonly onStall: () => void;
}

// A stall is noticed at most this part of its limit too late.
const LOOKS_PER_LIMIT = 4;

/** Notices when nothing has moved for too long though something was due. */
export class StallWatch {
  readonly #deps: StallWatchDeps;
  #movedAtMs = 0;
  #cancelLook: (() => void) | undefined;

  constructor(deps: StallWatchDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.moved();
    this.#lookLater();
  }

  stop(): void {
    this.#cancelLook?.();
  }

  /** Something has moved, or has only now become due. */
  moved(): void {
    this.#movedAtMs = this.#deps.clock.monotonicMs();
  }

  #lookLater(): void {
    const { clock, limitMs } = this.#deps;
    this.#cancelLook = clock.after(limitMs / LOOKS_PER_LIMIT, () => {
      this.#look();
    });
  }

  #look(): void {
    const { clock, limitMs, isDue, onStall } = this.#deps;
    if (!isDue()) this.moved();
    if (clock.monotonicMs() - this.#movedAtMs > limitMs) onStall();
    else this.#lookLater();
  }
}
