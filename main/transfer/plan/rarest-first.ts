import { BLOCK_BYTES } from '../../../shared/domain/content.ts';
import type { BlockStates } from './block-states.ts';
import { Doubling } from './doubling.ts';
import { blocksOfParcel, cutParcels, type Parcels, parcelOf } from './parcels.ts';
import type { PartialCopies } from './partial-copies.ts';
import type { Layout } from './requests.ts';
import type { SourceWork } from './source-work.ts';
import type { Turn } from './turn.ts';
import type { UndealtWork } from './undealt-work.ts';

/** Asking twice makes sense only where it spares at least so much, in milliseconds. */
const WORTH_DOUBLING_MS = 500;

/** What a source is usually asked for ahead, in bytes: two requests. */
const USUALLY_ASKED_BYTES = 2 * BLOCK_BYTES;

/** What was to come from a whole copy is overdue after so many times the usual wait … */
const OVERDUE = 3;

/** … and not sooner than this, in milliseconds. */
const MIN_OVERDUE_MS = 1_000;

/** Copies and turns are told apart up to this number. */
const MOST_TOLD_APART = 255;

/** More parcels than any content has. */
const MAX_PARCELS = 2 ** 24;

/**
 * Decides what a source is asked for while others fetch the same content (S21). A whole copy is
 * asked for what nobody in the circle has, each peer in its own turn, so that it gives each block
 * once and the newcomers trade; a partial copy is asked for the rarest of what it has.
 */
export class RarestFirst {
  readonly #states: BlockStates;
  readonly #undealt: UndealtWork;
  readonly #partials: PartialCopies;
  readonly #parcels: Parcels;
  readonly #doubling: Doubling;

  constructor(layout: Layout, states: BlockStates, undealt: UndealtWork, partials: PartialCopies) {
    this.#states = states;
    this.#undealt = undealt;
    this.#partials = partials;
    this.#parcels = cutParcels(layout);
    this.#doubling = new Doubling(layout, states);
  }

  /** The blocks the asker is to be asked for next, none at or behind `windowEnd` if possible. */
  nextBlocks(turn: Turn, windowEnd: number): readonly number[] {
    const from = parcelOf(this.#parcels, this.#states.lowestMissing());
    const to = Math.min(parcelOf(this.#parcels, windowEnd), this.#parcels.count);
    const best = this.#best(turn, from, to) ?? this.#best(turn, to, this.#parcels.count);
    if (best === undefined) return this.#doubled(turn);
    const blocks = blocksOfParcel(this.#parcels, best).filter((block) => this.#isFor(turn, block));
    this.#undealt.take(blocks);
    return blocks;
  }

  // Run for every request and over every parcel of the window, so it makes nothing but numbers.
  #best(turn: Turn, from: number, to: number): number | undefined {
    let best: number | undefined;
    let bestOrder = Infinity;
    for (let parcel = from; parcel < to; parcel += 1) {
      const order = this.#orderOfParcel(turn, parcel);
      if (order >= bestOrder) continue;
      best = parcel;
      bestOrder = order;
    }
    return best;
  }

  #orderOfParcel(turn: Turn, parcel: number): number {
    let order = Infinity;
    const end = this.#parcels.firstBlocks[parcel + 1] ?? 0;
    for (let block = this.#parcels.firstBlocks[parcel] ?? 0; block < end; block += 1) {
      if (this.#isFor(turn, block)) order = Math.min(order, this.#orderOf(turn, parcel, block));
    }
    return order;
  }

  #isFor(turn: Turn, block: number): boolean {
    return this.#undealt.has(block) && this.#gives(turn, block);
  }

  // The lowest goes first. A turn that is not one's own is taken from its far end, where its owner
  // comes last. Infinity: not to be asked for now.
  #orderOf(turn: Turn, parcel: number, block: number): number {
    const copies = this.#partials.count(block);
    const turns = this.#partials.turnsUntil(parcel);
    const isWhole = !this.#partials.isPartial(turn.asker.peerId);
    if (copies > 0 && isWhole && !this.#maySpend(turn)) return Infinity;
    if (copies > 0 || !isWhole) return orderBy(2, copies, turns, parcel);
    if (this.#isComing(turn, block))
      return this.#isPlenty(turn) ? orderBy(3, 0, turns, parcel) : Infinity;
    if (turns === 0) return orderBy(0, 0, 0, parcel);
    return orderBy(1, 0, this.#partials.helpersUntil(parcel), this.#parcels.count - parcel);
  }

  // Whoever gets it from the same copy takes about as long as this peer would.
  #isComing({ asker, nowMs }: Turn, block: number): boolean {
    const usualMs =
      asker.health.speed(nowMs) > 0 ? (1_000 * USUALLY_ASKED_BYTES) / asker.health.speed(nowMs) : 0;
    const limitMs = Math.max(MIN_OVERDUE_MS, OVERDUE * usualMs);
    return this.#partials.comingForMs(block, nowMs) < limitMs;
  }

  // Whether a whole copy may give what partial ones have: not while its time is needed for what
  // nobody has, unless it is faster than all of them.
  #maySpend(turn: Turn): boolean {
    return this.#isPlenty(turn) || !this.#isAnyFresh();
  }

  #isPlenty({ asker, sources, nowMs }: Turn): boolean {
    const partial = sources.filter(({ peerId }) => this.#partials.isPartial(peerId));
    const speed = partial.reduce((sum, one) => sum + knownSpeed(one, nowMs), 0);
    return asker.health.speed(nowMs) > speed;
  }

  #isAnyFresh(): boolean {
    const { verified } = this.#states;
    for (let block = this.#states.lowestMissing(); block < verified.length; block += 1) {
      if (verified[block] === 0 && this.#partials.count(block) === 0) return true;
    }
    return false;
  }

  #doubled(turn: Turn): readonly number[] {
    const isWhole = !this.#partials.isPartial(turn.asker.peerId);
    if (isWhole && !this.#maySpend(turn)) return [];
    return this.#doubling.nextBlocks(
      turn,
      (block) => this.#gives(turn, block),
      (_, victim) => (victim.restMs(turn.nowMs) ?? Infinity) > WORTH_DOUBLING_MS,
    );
  }

  // One that gave a block wrong is asked for it again only where nobody else could give it.
  #gives({ asker, sources }: Turn, block: number): boolean {
    if (!this.#partials.has(asker.peerId, block)) return false;
    return this.#trusts(asker, block) || !sources.some((one) => this.#trusts(one, block));
  }

  #trusts({ peerId }: SourceWork, block: number): boolean {
    return this.#partials.has(peerId, block) && !this.#states.isBlamed(block, peerId);
  }
}

// Four numbers in one that sorts like them; beyond so many copies none is rare any more.
function orderBy(kind: number, copies: number, turns: number, place: number): number {
  const [rarity, turn] = [Math.min(copies, MOST_TOLD_APART), Math.min(turns, MOST_TOLD_APART)];
  return ((kind * 256 + rarity) * 256 + turn) * MAX_PARCELS + place;
}

// What was asked and has not begun to come may turn out to be fast.
function knownSpeed(source: SourceWork, nowMs: number): number {
  const speed = source.health.speed(nowMs);
  const isPromising = speed === 0 && source.asked.length > 0 && !source.health.isStalled(nowMs);
  return isPromising ? Infinity : speed;
}
