import { BLOCK_BYTES } from '../../../shared/domain/content.ts';
import type { PeerId } from '../../../shared/domain/ids.ts';
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

/** One with nothing to be asked for is looked at again after this, in milliseconds, or at a change. */
const IDLE_MS = 50;

/** Copies and turns are told apart up to this number. */
const MOST_TOLD_APART = 255;

/** More parcels than any content has. */
const MAX_PARCELS = 2 ** 24;

/** A turn, and what holds for every block in it. */
interface View extends Turn {
  /** Whether the asker has the whole content. */
  readonly isWhole: boolean;
  /** Whether it is faster than all partial copies together. */
  readonly isPlenty: boolean;
  /**
   * Whether it may give what partial copies have: a whole copy not while its time is needed for
   * what nobody has, unless there is plenty of it.
   */
  readonly maySpend: boolean;
  /** After so long a block that was to come from a whole copy is overdue, in milliseconds. */
  readonly overdueMs: number;
}

/**
 * Decides what a source is asked for while others fetch the same content (S21). A whole copy is
 * asked for what nobody in the circle has, each peer in its own turn, so that it gives each block
 * once and the newcomers trade; a partial copy is asked for the rarest of what it has.
 */
export class RarestFirst {
  readonly #states: BlockStates;
  readonly #undealt: UndealtWork;
  readonly #partials: PartialCopies;
  readonly #layout: Layout;
  readonly #doubling: Doubling;
  // Cut when they are first needed: most downloads are of nobody's but this PC.
  #cut: Parcels | undefined;
  // Who had nothing to be asked for when it was last looked at.
  readonly #idleUntilMs = new Map<PeerId, number>();

  constructor(layout: Layout, states: BlockStates, undealt: UndealtWork, partials: PartialCopies) {
    this.#states = states;
    this.#undealt = undealt;
    this.#partials = partials;
    this.#layout = layout;
    this.#doubling = new Doubling(layout, states);
  }

  /** Something has changed: whoever had nothing to be asked for may have something now. */
  wake(): void {
    this.#idleUntilMs.clear();
  }

  /** The blocks the asker is to be asked for next, none at or behind `windowEnd` if possible. */
  nextBlocks(turn: Turn, windowEnd: number): readonly number[] {
    const { asker, nowMs } = turn;
    if (nowMs < (this.#idleUntilMs.get(asker.peerId) ?? 0)) return [];
    const view = this.#viewOf(turn);
    const best = this.#best(view, windowEnd);
    if (best === undefined) {
      const doubled = this.#doubled(view);
      if (doubled.length === 0) this.#idleUntilMs.set(asker.peerId, nowMs + IDLE_MS);
      return doubled;
    }
    const blocks = blocksOfParcel(this.#parcels, best).filter((block) => this.#isFor(turn, block));
    this.#undealt.take(blocks);
    return blocks;
  }

  get #parcels(): Parcels {
    this.#cut ??= cutParcels(this.#layout);
    return this.#cut;
  }

  #viewOf(turn: Turn): View {
    const { asker, nowMs, sources } = turn;
    const partial = sources.filter(({ peerId }) => this.#partials.isPartial(peerId));
    const partialSpeed = partial.reduce((sum, one) => sum + knownSpeed(one, nowMs), 0);
    const speed = asker.health.speed(nowMs);
    const isPlenty = speed > partialSpeed;
    // Whoever else gets a block from the same copy takes about as long as this peer would.
    const usualMs = speed > 0 ? (1_000 * USUALLY_ASKED_BYTES) / speed : 0;
    return {
      ...turn,
      isWhole: !this.#partials.isPartial(asker.peerId),
      isPlenty,
      maySpend: isPlenty || !this.#isAnyFresh(),
      overdueMs: Math.max(MIN_OVERDUE_MS, OVERDUE * usualMs),
    };
  }

  #isAnyFresh(): boolean {
    const { verified } = this.#states;
    for (let block = this.#states.lowestMissing(); block < verified.length; block += 1) {
      if (verified[block] === 0 && this.#partials.count(block) === 0) return true;
    }
    return false;
  }

  #best(view: View, windowEnd: number): number | undefined {
    const front = parcelOf(this.#parcels, this.#states.lowestMissing());
    const end = Math.min(parcelOf(this.#parcels, windowEnd), this.#parcels.count);
    return this.#bestOf(view, front, end) ?? this.#bestOf(view, end, this.#parcels.count);
  }

  // Run for every request and over every parcel of the window, so it makes nothing but numbers.
  #bestOf(view: View, from: number, to: number): number | undefined {
    let best: number | undefined;
    let bestOrder = Infinity;
    for (let parcel = from; parcel < to; parcel += 1) {
      const order = this.#orderOfParcel(view, parcel);
      if (order >= bestOrder) continue;
      best = parcel;
      bestOrder = order;
    }
    return best;
  }

  #orderOfParcel(view: View, parcel: number): number {
    let order = Infinity;
    const end = this.#parcels.firstBlocks[parcel + 1] ?? 0;
    for (let block = this.#parcels.firstBlocks[parcel] ?? 0; block < end; block += 1) {
      if (this.#isFor(view, block)) order = Math.min(order, this.#orderOf(view, parcel, block));
    }
    return order;
  }

  #isFor(turn: Turn, block: number): boolean {
    return this.#undealt.has(block) && this.#gives(turn, block);
  }

  // The lowest goes first. A turn that is not one's own is taken from its far end, where its owner
  // comes last. Infinity: not to be asked for now.
  #orderOf(view: View, parcel: number, block: number): number {
    const copies = this.#partials.count(block);
    const turns = this.#partials.turnsUntil(parcel);
    if (copies > 0 || !view.isWhole) {
      return view.isWhole && !view.maySpend ? Infinity : orderBy(2, copies, turns, parcel);
    }
    if (this.#partials.comingForMs(block, view.nowMs) < view.overdueMs) {
      return view.isPlenty ? orderBy(3, 0, turns, parcel) : Infinity;
    }
    if (turns === 0) return orderBy(0, 0, 0, parcel);
    return orderBy(1, 0, this.#partials.helpersUntil(parcel), this.#parcels.count - parcel);
  }

  #doubled(view: View): readonly number[] {
    if (view.isWhole && !view.maySpend) return [];
    return this.#doubling.nextBlocks(
      view,
      (block) => this.#gives(view, block),
      (_, victim) => (victim.restMs(view.nowMs) ?? Infinity) > WORTH_DOUBLING_MS,
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
