import { blocksOfChunk, chunkOf, type Chunks } from './chunks.ts';

/** The blocks that no source has been dealt: what is left of the content, and what was given back. */
export class UndealtWork {
  readonly #chunks: Chunks;
  // Owned by the planner, which marks blocks as they come in; 1 = verified.
  readonly #verified: Uint8Array;
  // 1 = a source has it to do.
  readonly #dealt: Uint8Array;
  // No block before it is left.
  #lowest = 0;

  constructor(chunks: Chunks, verified: Uint8Array) {
    this.#chunks = chunks;
    this.#verified = verified;
    this.#dealt = new Uint8Array(verified.length);
  }

  /** Whether a block is left. */
  has(block: number): boolean {
    return this.#dealt[block] === 0 && this.#verified[block] === 0;
  }

  /** The lowest block that is left, or undefined. */
  lowest(): number | undefined {
    while (this.#lowest < this.#dealt.length && !this.has(this.#lowest)) this.#lowest += 1;
    return this.#lowest < this.#dealt.length ? this.#lowest : undefined;
  }

  /** Takes the lowest blocks that are left, all of one chunk; `isAlone` blocks come one by one. */
  takePiece(isAlone: (block: number) => boolean): readonly number[] {
    const lowest = this.lowest();
    if (lowest === undefined) return [];
    const chunk = blocksOfChunk(this.#chunks, chunkOf(this.#chunks, lowest));
    const left = chunk.filter((block) => this.has(block));
    const end = left.findIndex(isAlone);
    const piece = end < 0 ? left : left.slice(0, Math.max(1, end));
    this.take(piece);
    return piece;
  }

  /** Takes blocks that are left. */
  take(blocks: readonly number[]): void {
    for (const block of blocks) this.#dealt[block] = 1;
  }

  /** Puts blocks back. */
  giveBack(blocks: readonly number[]): void {
    for (const block of blocks) {
      this.#dealt[block] = 0;
      this.#lowest = Math.min(this.#lowest, block);
    }
  }
}
