const BITS = 8;

/** Which blocks a download under way has, as peers tell each other: one bit a block, lowest first. */
export class BlockBits {
  #bits: Uint8Array;

  constructor(bits: Uint8Array = new Uint8Array()) {
    this.#bits = bits.slice();
  }

  /** What lies behind its end is missing. */
  get bits(): Uint8Array {
    return this.#bits;
  }

  /** Sets blocks; the wire lets no number through that no content can have. */
  add(blocks: readonly number[]): void {
    for (const block of blocks) {
      const at = Math.floor(block / BITS);
      if (at >= this.#bits.length) this.#grow(at + 1);
      this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (block % BITS));
    }
  }

  /** One byte a block, 1 = there, for content of `count` blocks. */
  marks(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, (_, block) => {
      const byte = this.#bits[Math.floor(block / BITS)] ?? 0;
      return (byte >> (block % BITS)) & 1;
    });
  }

  #grow(bytes: number): void {
    const grown = new Uint8Array(Math.max(bytes, 2 * this.#bits.length));
    grown.set(this.#bits);
    this.#bits = grown;
  }
}
