import type { PeerId } from '../../../shared/domain/ids.ts';

/** What is known of each block of one transfer. */
export class BlockStates {
  /** One byte a block, 1 = verified; written here alone. */
  readonly verified: Uint8Array;

  #missing: number;
  #lowestMissing = 0;
  // Who is being asked for a block; absent = nobody.
  readonly #asked = new Map<number, readonly PeerId[]>();
  // Who has given a block wrong.
  readonly #blamed = new Map<number, Set<PeerId>>();

  constructor(verified: Uint8Array) {
    this.verified = Uint8Array.from(verified);
    this.#missing = this.verified.reduce((sum, mark) => (mark === 1 ? sum : sum + 1), 0);
  }

  get isComplete(): boolean {
    return this.#missing === 0;
  }

  isVerified(block: number): boolean {
    return this.verified[block] === 1;
  }

  /** The first block that is not verified, or the count of blocks. */
  lowestMissing(): number {
    while (this.isVerified(this.#lowestMissing)) this.#lowestMissing += 1;
    return this.#lowestMissing;
  }

  /** Marks a block; gives whether it was not verified before. */
  verify(block: number): boolean {
    if (this.isVerified(block)) return false;
    this.verified[block] = 1;
    this.#missing -= 1;
    this.#blamed.delete(block);
    return true;
  }

  /** Who is being asked for a block. */
  asked(block: number): readonly PeerId[] {
    return this.#asked.get(block) ?? [];
  }

  addAsked(block: number, peerId: PeerId): void {
    this.#asked.set(block, [...this.asked(block), peerId]);
  }

  dropAsked(block: number, peerId: PeerId): void {
    const left = this.asked(block).filter((asked) => asked !== peerId);
    if (left.length > 0) this.#asked.set(block, left);
    else this.#asked.delete(block);
  }

  blame(block: number, peerId: PeerId): void {
    const blamed = this.#blamed.get(block);
    if (blamed === undefined) this.#blamed.set(block, new Set([peerId]));
    else blamed.add(peerId);
  }

  hasBlame(block: number): boolean {
    return this.#blamed.has(block);
  }

  isBlamed(block: number, peerId: PeerId): boolean {
    return this.#blamed.get(block)?.has(peerId) ?? false;
  }
}
