import { blocksOfChunk, chunkOf, type Chunks } from './chunks.ts';

/** The blocks that no source has: whole chunks in rising order, and what was given back. */
export class UndealtWork {
  readonly #chunks: Chunks;
  // Owned by the planner, which marks blocks as they come in; 1 = verified.
  readonly #verified: Uint8Array;
  #nextChunk = 0;
  // Rising; comes first, since all of it lies before the chunks that were never dealt.
  #returned: number[] = [];

  constructor(chunks: Chunks, verified: Uint8Array) {
    this.#chunks = chunks;
    this.#verified = verified;
  }

  /** The lowest block that is left, or undefined. */
  lowest(): number | undefined {
    this.#returned = this.#returned.filter((block) => this.#verified[block] !== 1);
    return this.#returned[0] ?? this.#missingInNextChunk()[0];
  }

  /** The lowest blocks that are left, all of one chunk; `isAlone` blocks come one by one. */
  takePiece(isAlone: (block: number) => boolean): readonly number[] {
    if (this.lowest() === undefined) return [];
    if (this.#returned.length > 0) return this.#takeReturned(isAlone);
    const blocks = this.#missingInNextChunk();
    this.#nextChunk += 1;
    return blocks;
  }

  /** Puts blocks back. */
  giveBack(blocks: readonly number[]): void {
    const all = new Set([...this.#returned, ...blocks]);
    this.#returned = [...all].sort((left, right) => left - right);
  }

  #takeReturned(isAlone: (block: number) => boolean): readonly number[] {
    const first = this.#returned[0] ?? 0;
    const chunk = chunkOf(this.#chunks, first);
    const end = this.#returned.findIndex(
      (block) => chunkOf(this.#chunks, block) !== chunk || isAlone(block),
    );
    if (end === 0) return this.#returned.splice(0, 1);
    return this.#returned.splice(0, end < 0 ? this.#returned.length : end);
  }

  // Moves past chunks that are whole already.
  #missingInNextChunk(): readonly number[] {
    for (; this.#nextChunk < this.#chunks.count; this.#nextChunk += 1) {
      const blocks = blocksOfChunk(this.#chunks, this.#nextChunk);
      const missing = blocks.filter((block) => this.#verified[block] !== 1);
      if (missing.length > 0) return missing;
    }
    return [];
  }
}
