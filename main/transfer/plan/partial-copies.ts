import type { PeerId } from '../../../shared/domain/ids.ts';

/**
 * Which blocks the others have that fetch the same content (S21): how rare each block is among
 * them, and whose turn it is to bring it into their circle.
 */
export class PartialCopies {
  readonly #self: PeerId;
  // One byte a block, 1 = has it.
  readonly #copies = new Map<PeerId, Uint8Array>();
  readonly #counts: Uint16Array;
  // When one of them last said that it is getting a block from a whole copy.
  readonly #comingMs: Float64Array;
  #rank = 0;

  /** `self` is this peer, which has its own place in the circle. */
  constructor(self: PeerId, blocks: number) {
    this.#self = self;
    this.#counts = new Uint16Array(blocks);
    this.#comingMs = new Float64Array(blocks).fill(-Infinity);
  }

  /** Whether nobody else fetches the content. */
  get isEmpty(): boolean {
    return this.#copies.size === 0;
  }

  /** Takes a peer in, or what it has anew: one byte a block. */
  set(peerId: PeerId, has: Uint8Array): void {
    this.drop(peerId);
    this.#copies.set(peerId, new Uint8Array(this.#counts.length));
    this.#rank = this.#ownRank();
    this.add(
      peerId,
      [...has.keys()].filter((block) => has[block] === 1),
    );
  }

  /** Notes that a peer in the circle has these blocks too. */
  add(peerId: PeerId, blocks: readonly number[]): void {
    const copy = this.#copies.get(peerId);
    if (copy === undefined) return;
    for (const block of blocks) this.#mark(copy, block, 1);
  }

  /** Notes that a peer in the circle is getting these blocks from a whole copy. */
  noteComing(blocks: readonly number[], nowMs: number): void {
    for (const block of blocks) this.#comingMs[block] = nowMs;
  }

  /** How long ago that was said of a block, in milliseconds; Infinity where it never was. */
  comingForMs(block: number, nowMs: number): number {
    return nowMs - (this.#comingMs[block] ?? -Infinity);
  }

  /** Forgets a peer. */
  drop(peerId: PeerId): void {
    const copy = this.#copies.get(peerId);
    if (copy === undefined) return;
    for (const block of copy.keys()) this.#mark(copy, block, 0);
    this.#copies.delete(peerId);
    this.#rank = this.#ownRank();
  }

  /** Whether a peer has only a part of the content. */
  isPartial(peerId: PeerId): boolean {
    return this.#copies.has(peerId);
  }

  /** Whether a peer has a block: all of them, where it has the whole. */
  has(peerId: PeerId, block: number): boolean {
    const copy = this.#copies.get(peerId);
    return copy === undefined || copy[block] === 1;
  }

  /** How many partial copies have a block. */
  count(block: number): number {
    return this.#counts[block] ?? 0;
  }

  /** How many steps a parcel is away from this peer's own turn; 0 = its own. */
  turnsUntil(parcel: number): number {
    const all = this.#copies.size + 1;
    return (parcel + all - this.#rank) % all;
  }

  /** Who is to help out with a turn that is not its own: again each in its turn; 0 = this peer. */
  helpersUntil(parcel: number): number {
    return this.turnsUntil(Math.floor(parcel / (this.#copies.size + 1)));
  }

  // Everyone in the circle sorts it alike, so no two take the same turn.
  #ownRank(): number {
    return [...this.#copies.keys()].filter((peerId) => peerId < this.#self).length;
  }

  #mark(copy: Uint8Array, block: number, mark: 0 | 1): void {
    if (block >= copy.length || copy[block] === mark) return;
    copy[block] = mark;
    this.#counts[block] = this.count(block) + (mark === 1 ? 1 : -1);
  }
}
