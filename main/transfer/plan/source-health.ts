/** How far back the speed that is shown and used for forecasts looks, in milliseconds. */
const RECENT_MS = 1_000;

/** A source is found slower only after so much work, in milliseconds. */
const MEASURED_MS = 1_000;

/** How much faster than another a source must be to count as faster, after a second of work … */
const FASTER_AFTER_A_SECOND = 3;

/** … and after as long as you like: the longer the work, the less is chance. */
const FASTER_AT_LEAST = 1.1;

/** A source is stalled after the silence in which it would have sent so many bytes … */
const STALL_BYTES = 1024 * 1024;

/** … but neither sooner nor later than this, in milliseconds. */
const MIN_STALL_MS = 1_000;
const MAX_STALL_MS = 10_000;

/** Wrong blocks after which a source is asked no more for a game. */
const MAX_WRONG_BLOCKS = 2;

/** How one source does in one transfer: its speed while it has work, its silence, its faults. */
export class SourceHealth {
  readonly #recent = new FadingSpeed(RECENT_MS);
  // The wait for the first bytes is how long it takes to connect, and says nothing of speed.
  #hasBegun = false;
  #busyMs = 0;
  #bytes = 0;
  #wrongBlocks = 0;

  // When the last byte came or work began; undefined while the source has nothing to do.
  #silentSinceMs: number | undefined;

  /** Tells whether the source has work; time without any counts neither as slow nor as silent. */
  setBusy(isBusy: boolean, nowMs: number): void {
    if (!isBusy) this.#silentSinceMs = undefined;
    else this.#silentSinceMs ??= nowMs;
  }

  received(bytes: number, nowMs: number): void {
    const gapMs = nowMs - (this.#silentSinceMs ?? nowMs);
    this.#silentSinceMs = nowMs;
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      return;
    }
    this.#recent.add(bytes, gapMs);
    this.#bytes += bytes;
    this.#busyMs += gapMs;
  }

  /** Bytes a second now; 0 before anything was measured. */
  speed(nowMs: number): number {
    return this.#recent.bytesPerSecond(nowMs - (this.#silentSinceMs ?? nowMs));
  }

  /** Whether it is faster than another that is still at work, beyond what chance explains. */
  isFasterThan(other: SourceHealth): boolean {
    if (other.#busyMs < MEASURED_MS) return false;
    const chance = ((FASTER_AFTER_A_SECOND - 1) * 1_000) / other.#busyMs;
    const factor = Math.max(FASTER_AT_LEAST, 1 + chance);
    return this.#averageSpeed() > other.#averageSpeed() * factor;
  }

  /** Whether nothing has come for longer than this source's speed explains. */
  isStalled(nowMs: number): boolean {
    if (this.#silentSinceMs === undefined) return false;
    const speed = this.#averageSpeed();
    const usualMs = speed > 0 ? (1_000 * STALL_BYTES) / speed : 0;
    const limitMs = Math.min(MAX_STALL_MS, Math.max(MIN_STALL_MS, usualMs));
    return nowMs - this.#silentSinceMs > limitMs;
  }

  /** Blames the source for a wrong block; gives whether it may still be asked. */
  blame(): boolean {
    this.#wrongBlocks += 1;
    return this.#wrongBlocks < MAX_WRONG_BLOCKS;
  }

  #averageSpeed(): number {
    return this.#busyMs === 0 ? 0 : (1_000 * this.#bytes) / this.#busyMs;
  }
}

// Bytes over time, where older samples weigh less and less.
class FadingSpeed {
  readonly #memoryMs: number;
  #bytes = 0;
  #ms = 0;

  constructor(memoryMs: number) {
    this.#memoryMs = memoryMs;
  }

  add(bytes: number, gapMs: number): void {
    const fade = Math.exp(-gapMs / this.#memoryMs);
    this.#bytes = this.#bytes * fade + bytes;
    this.#ms = this.#ms * fade + gapMs;
  }

  bytesPerSecond(silentMs: number): number {
    const ms = this.#ms + silentMs;
    return ms === 0 ? 0 : (1_000 * this.#bytes) / ms;
  }
}
