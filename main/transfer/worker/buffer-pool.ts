/** A bounded set of equal buffers, made as they are needed and used again; waiting is in turn. */
export class BufferPool {
  readonly #bytes: number;
  readonly #limit: number;
  readonly #free: Uint8Array[] = [];
  // Bounded by what the main thread lets each lane have under way.
  readonly #waiting: ((buffer: Uint8Array) => void)[] = [];
  #made = 0;

  /** At most `limit` buffers of `bytes` each. */
  constructor(limit: number, bytes: number) {
    this.#limit = limit;
    this.#bytes = bytes;
  }

  /** A buffer, once one is free; its content is arbitrary. */
  acquire(): Promise<Uint8Array> {
    const free = this.#free.pop();
    if (free !== undefined) return Promise.resolve(free);
    if (this.#made < this.#limit) {
      this.#made += 1;
      return Promise.resolve(Buffer.allocUnsafeSlow(this.#bytes));
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  release(buffer: Uint8Array): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(buffer);
    else next(buffer);
  }
}
