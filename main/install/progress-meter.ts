import { PROGRESS_MS } from './limits.ts';
import { type UnpackProgress } from './unpack-messages.ts';

/** Tells how far a job is: at each new stage, and in between ten times a second at most. */
export class ProgressMeter {
  readonly #tell: (progress: UnpackProgress) => void;
  readonly #nowMs: () => number;
  #stage: UnpackProgress = { type: 'checking' };
  #toldAtMs = 0;

  constructor(tell: (progress: UnpackProgress) => void, nowMs: () => number) {
    this.#tell = tell;
    this.#nowMs = nowMs;
  }

  beginUnpacking(bytesTotal: number): void {
    this.#stage = { type: 'unpacking', bytesDone: 0, bytesTotal };
    this.#tellNow();
  }

  beginFlushing(): void {
    this.#stage = { type: 'flushing' };
    this.#tellNow();
  }

  /** Something went on, be it without a byte unpacked. */
  advance(bytes = 0): void {
    if (this.#stage.type === 'unpacking') {
      this.#stage = { ...this.#stage, bytesDone: this.#stage.bytesDone + bytes };
    }
    if (this.#nowMs() - this.#toldAtMs >= PROGRESS_MS) this.#tellNow();
  }

  #tellNow(): void {
    this.#toldAtMs = this.#nowMs();
    this.#tell(this.#stage);
  }
}
