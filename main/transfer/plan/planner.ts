import type { PeerId } from '../../../shared/domain/ids.ts';
import { BlockStates } from './block-states.ts';
import { bytesOf } from '../../manifest/blocks.ts';
import { chunkOf } from './chunks.ts';
import { Dealer } from './dealer.ts';
import { PartialCopies } from './partial-copies.ts';
import { RarestFirst } from './rarest-first.ts';
import type { Layout } from './requests.ts';
import type { SourceHealth } from './source-health.ts';
import { type BlockRequest, SourceWork } from './source-work.ts';
import { UndealtWork } from './undealt-work.ts';

/** How far ahead of the lowest missing block sources are asked, in chunks a source. */
const WINDOW_CHUNKS = 4;

/** What came of a request; blocks that are in neither list did not come. */
export interface RequestOutcome {
  readonly good: readonly number[];
  readonly bad: readonly number[];
}

/**
 * Keeps account of one transfer: which source is asked for which blocks, and what came of it.
 * Knows no time of its own: `nowMs` is monotonic.
 */
export class Planner {
  readonly #layout: Layout;
  readonly #states: BlockStates;
  readonly #undealt: UndealtWork;
  readonly #sources = new Map<PeerId, SourceWork>();
  readonly #partials: PartialCopies;
  readonly #dealer: Dealer;
  readonly #rarestFirst: RarestFirst;
  #lastRequestId = 0;

  /** `self` is this peer, for whoever fetches the same content at the same time. */
  constructor(layout: Layout, verified: Uint8Array, self: PeerId) {
    this.#layout = layout;
    this.#states = new BlockStates(verified);
    this.#undealt = new UndealtWork(layout.chunks, this.#states.verified);
    this.#partials = new PartialCopies(self, layout.blocks.count);
    this.#dealer = new Dealer(layout, this.#states, this.#undealt);
    this.#rarestFirst = new RarestFirst(layout, this.#states, this.#undealt, this.#partials);
  }

  /** Whether every block is verified. */
  get isComplete(): boolean {
    return this.#states.isComplete;
  }

  isVerified(block: number): boolean {
    return this.#states.isVerified(block);
  }

  /** How a source does, or undefined where it is none. */
  health(peerId: PeerId): SourceHealth | undefined {
    return this.#sources.get(peerId)?.health;
  }

  /** Takes a source in; one that joins late is dealt as much as the others from here on. */
  addSource(peerId: PeerId): void {
    if (this.#sources.has(peerId)) return;
    const dealt = [...this.#sources.values()].map((source) => source.dealtBytes);
    const least = dealt.length > 0 ? Math.min(...dealt) : 0;
    this.#sources.set(peerId, new SourceWork(peerId, this.#layout, least));
  }

  /** Takes a source out; all that it has not given goes to others at once. */
  removeSource(peerId: PeerId, nowMs: number): void {
    const source = this.#sources.get(peerId);
    if (source === undefined) return;
    this.#undealt.giveBack(source.takeQueue(nowMs));
    for (const request of source.asked) this.giveBack(request, nowMs);
    this.#sources.delete(peerId);
    this.#rarestFirst.wake();
  }

  /**
   * A peer fetches the same content, and has these blocks of it so far (one byte a block); where it
   * is a source too, it is asked for nothing else.
   */
  setPartial(peerId: PeerId, has: Uint8Array, nowMs: number): void {
    if (this.#partials.isEmpty) {
      // Who is dealt work far ahead could hold on to what others wait for.
      for (const source of this.#sources.values()) this.#undealt.giveBack(source.takeQueue(nowMs));
    }
    this.#partials.set(peerId, has);
    this.#rarestFirst.wake();
  }

  /** A peer that fetches the same content has these blocks too. */
  addToPartial(peerId: PeerId, blocks: readonly number[]): void {
    this.#partials.add(peerId, blocks);
    this.#rarestFirst.wake();
  }

  /** Someone who fetches the same content is getting these blocks from a whole copy. */
  noteComing(blocks: readonly number[], nowMs: number): void {
    this.#partials.noteComing(blocks, nowMs);
  }

  /** A peer fetches the content no longer; where it is a source still, it has the whole. */
  dropPartial(peerId: PeerId): void {
    if (!this.#partials.isPartial(peerId)) return;
    this.#partials.drop(peerId);
    this.#rarestFirst.wake();
    if (!this.#partials.isEmpty) return;
    // Who gave more while they traded is not to wait now for the others to come level.
    for (const source of this.#sources.values()) source.forgetGiven();
  }

  isPartial(peerId: PeerId): boolean {
    return this.#partials.isPartial(peerId);
  }

  /** Whether some source has, or is about to give, anything that is missing. */
  get canGoOn(): boolean {
    const sources = [...this.#sources.values()];
    if (sources.some((one) => !this.isPartial(one.peerId) || one.asked.length > 0)) return true;
    return this.#states.verified.some(
      (mark, block) => mark === 0 && this.#partials.count(block) > 0,
    );
  }

  /** Whether a source can be asked; while it can't, its work goes to others. */
  setReachable(peerId: PeerId, isReachable: boolean, nowMs: number): void {
    const source = this.#sources.get(peerId);
    if (source === undefined) return;
    source.isReachable = isReachable;
    if (!isReachable) this.#undealt.giveBack(source.takeQueue(nowMs));
  }

  /** What this source is to be asked for next, or undefined where there is nothing for now. */
  next(peerId: PeerId, nowMs: number): BlockRequest | undefined {
    const source = this.#sources.get(peerId);
    if (source?.isReachable !== true || source.isFull(nowMs)) return undefined;
    const blocks = this.#nextBlocks(source, nowMs);
    if (blocks.length === 0) return undefined;
    this.#lastRequestId += 1;
    const bytes = bytesOf(this.#layout.blocks, blocks);
    const byHash = this.#partials.isPartial(peerId);
    const request = { id: this.#lastRequestId, peerId, blocks, bytes, byHash };
    const isDoubled = blocks.some((block) => this.#states.asked(block).length > 0);
    for (const block of blocks) this.#states.addAsked(block, peerId);
    source.ask(request, nowMs);
    if (isDoubled) source.doubt(request.id);
    return request;
  }

  /** Notes how much of a request has come so far. */
  progressed(request: BlockRequest, received: number, nowMs: number): void {
    this.#sources.get(request.peerId)?.progressed(request.id, received, nowMs);
  }

  /**
   * Takes in what came of a request, also of one taken back meanwhile. Gives the good blocks that
   * no other source was first with; a bad one goes to another source, as long as there is one.
   */
  finished(request: BlockRequest, outcome: RequestOutcome, nowMs: number): readonly number[] {
    this.progressed(request, request.bytes, nowMs);
    const fresh = outcome.good.filter((block) => this.#states.verify(block));
    for (const block of outcome.bad) this.#states.blame(block, request.peerId);
    this.#settle(request, bytesOf(this.#layout.blocks, fresh), nowMs);
    return fresh;
  }

  /** Takes back a request that will not be answered; its blocks go to whoever is next. */
  giveBack(request: BlockRequest, nowMs: number): void {
    this.#settle(request, 0, nowMs);
  }

  #nextBlocks(asker: SourceWork, nowMs: number): readonly number[] {
    const sources = [...this.#sources.values()].filter((one) => one.isReachable);
    const turn = { sources, asker, nowMs };
    const { chunks } = this.#layout;
    const front = chunkOf(chunks, this.#states.lowestMissing());
    const windowEnd = chunks.firstBlocks[front + WINDOW_CHUNKS * sources.length] ?? Infinity;
    return this.#partials.isEmpty
      ? this.#dealer.nextBlocks(turn, windowEnd)
      : this.#rarestFirst.nextBlocks(turn, windowEnd);
  }

  #settle(request: BlockRequest, givenBytes: number, nowMs: number): void {
    const source = this.#sources.get(request.peerId);
    if (source?.settle(request.id, givenBytes, nowMs) === undefined) return;
    for (const block of request.blocks) this.#states.dropAsked(block, request.peerId);
    const open = request.blocks.filter((block) => !this.#states.isVerified(block));
    if (open.length > 0) this.#rarestFirst.wake();
    this.#undealt.giveBack(open.filter((block) => this.#states.asked(block).length === 0));
  }
}
