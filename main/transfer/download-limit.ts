const RATE = 0;
const PAID_UNTIL = 1;
const SLOTS = 2;

const NS_PER_S = 1_000_000_000n;
const NS_PER_MS = 1_000_000;

/** Time unused is made up for by this much at most, in nanoseconds; more would show as a burst. */
const CREDIT_NS = 50_000_000n;

/**
 * One limit for all threads that read: each pays for what it has read and pauses until the time
 * that is paid for has come. Two 64-bit numbers in shared memory: the rate, and that time.
 */
export class DownloadLimit {
  readonly memory: SharedArrayBuffer;
  readonly #slots: BigInt64Array;
  readonly #nowNs: () => bigint;

  /** `nowNs` must be the same clock in all threads. */
  constructor(memory: SharedArrayBuffer, nowNs: () => bigint) {
    this.memory = memory;
    this.#slots = new BigInt64Array(memory);
    this.#nowNs = nowNs;
  }

  /** Memory for a limit; without one until it is set. */
  static newMemory(): SharedArrayBuffer {
    return new SharedArrayBuffer(SLOTS * BigInt64Array.BYTES_PER_ELEMENT);
  }

  /** Bytes a second; 0 = no limit. */
  setRate(bytesPerSecond: number): void {
    Atomics.store(this.#slots, RATE, BigInt(Math.max(0, Math.ceil(bytesPerSecond))));
    // A debt at the old rate must not be waited for at the new one.
    Atomics.store(this.#slots, PAID_UNTIL, 0n);
  }

  /** Pays for bytes that were read; gives how long to read nothing more, in milliseconds. */
  pay(bytes: number): number {
    const rate = Atomics.load(this.#slots, RATE);
    if (rate === 0n) return 0;
    const now = this.#nowNs();
    const cost = (BigInt(bytes) * NS_PER_S) / rate;
    for (;;) {
      const paid = Atomics.load(this.#slots, PAID_UNTIL);
      const from = paid > now - CREDIT_NS ? paid : now - CREDIT_NS;
      if (Atomics.compareExchange(this.#slots, PAID_UNTIL, paid, from + cost) === paid) break;
    }
    return this.debtMs();
  }

  /** How long to read nothing more, in milliseconds. */
  debtMs(): number {
    if (Atomics.load(this.#slots, RATE) === 0n) return 0;
    const ns = Atomics.load(this.#slots, PAID_UNTIL) - this.#nowNs();
    return ns > 0n ? Number(ns) / NS_PER_MS : 0;
  }
}
