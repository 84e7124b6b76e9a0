import type { PeerId } from '../../../shared/domain/ids.ts';
import { bytesOf } from '../../manifest/blocks.ts';
import { frontRequestLength, type Layout, tailRequestLength } from './requests.ts';
import { SourceHealth } from './source-health.ts';

/** Blocks of one chunk that one source is asked for at once. */
export interface BlockRequest {
  readonly id: number;
  readonly peerId: PeerId;
  /** Rising. */
  readonly blocks: readonly number[];
  readonly bytes: number;
  /** Whether the source is a download itself, and gives blocks by their hashes alone. */
  readonly byHash: boolean;
}

/** A source is not asked for more than it sends in this time, in milliseconds … */
const ASKED_AHEAD_MS = 1_000;

/** … but always for so many requests, so that its connection never runs dry. */
const MIN_ASKED = 2;

/** What one source has to do in one transfer: what is dealt to it, and what it has been asked. */
export class SourceWork {
  readonly peerId: PeerId;
  readonly health = new SourceHealth();

  /** False while no connection can be had: then it is dealt nothing. */
  isReachable = true;

  // What it has given and what it is to give, and how much of that another may give first.
  #dealtBytes: number;
  #doubtedBytes = 0;

  readonly #layout: Layout;
  #queue: number[] = [];
  #queuedBytes = 0;
  readonly #asked = new Map<number, Asked>();
  #askedBytes = 0;

  constructor(peerId: PeerId, layout: Layout, dealtBytes: number) {
    this.peerId = peerId;
    this.#layout = layout;
    this.#dealtBytes = dealtBytes;
  }

  /** What it has given and what it is to give; kept level between equal sources (S14). */
  get dealtBytes(): number {
    return this.#dealtBytes;
  }

  /** What of `dealtBytes` no other source can be first with. */
  get sureBytes(): number {
    return this.#dealtBytes - this.#doubtedBytes;
  }

  /** Bytes that are dealt to it and not yet asked for. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  get hasQueued(): boolean {
    return this.#queue.length > 0;
  }

  /** Its requests under way, the oldest first. */
  get asked(): readonly BlockRequest[] {
    return [...this.#asked.values()].map(({ request }) => request);
  }

  /** Whether it has been asked for as much as makes sense for now. */
  isFull(nowMs: number): boolean {
    const enough = (this.health.speed(nowMs) * ASKED_AHEAD_MS) / 1_000;
    return this.#asked.size >= MIN_ASKED && this.#askedBytes >= enough;
  }

  /** How long it takes with all it has and `moreBytes`, or undefined before it gave anything. */
  restMs(nowMs: number, moreBytes = 0): number | undefined {
    const speed = this.health.speed(nowMs);
    const bytes = this.#queuedBytes + this.#askedBytes + moreBytes;
    return speed > 0 ? (1_000 * bytes) / speed : undefined;
  }

  /** Gives it blocks (rising) to be asked for. */
  deal(blocks: readonly number[], nowMs: number): void {
    const bytes = bytesOf(this.#layout.blocks, blocks);
    const isBehind = (blocks[0] ?? 0) > (this.#queue.at(-1) ?? -1);
    this.#queue.push(...blocks);
    if (!isBehind) this.#queue.sort((left, right) => left - right);
    this.#queuedBytes += bytes;
    this.#dealtBytes += bytes;
    this.#tellHealth(nowMs);
  }

  /** Takes the blocks of the next request off its queue. */
  takeFront(): readonly number[] {
    const count = frontRequestLength(this.#layout, this.#queue);
    return this.#taken(this.#queue.splice(0, count));
  }

  /** The blocks that another source would take over first. */
  peekTail(): readonly number[] {
    const count = tailRequestLength(this.#layout, this.#queue);
    return this.#queue.slice(this.#queue.length - count);
  }

  /** Takes these blocks off its queue. */
  takeAway(blocks: readonly number[], nowMs: number): void {
    const gone = new Set(blocks);
    this.#queue = this.#queue.filter((block) => !gone.has(block));
    this.#taken(blocks);
    this.#tellHealth(nowMs);
  }

  /** Takes all that it has not been asked for. */
  takeQueue(nowMs: number): readonly number[] {
    const blocks = this.#taken(this.#queue.splice(0));
    this.#tellHealth(nowMs);
    return blocks;
  }

  /** Counts as dealt only what it is still to give. */
  forgetGiven(): void {
    const asked = [...this.#asked.values()].reduce((sum, { request }) => sum + request.bytes, 0);
    this.#dealtBytes = this.#queuedBytes + asked;
  }

  /** Records that it is asked; the blocks count as dealt to it. */
  ask(request: BlockRequest, nowMs: number): void {
    this.#asked.set(request.id, { request, received: 0, isDoubted: false });
    this.#askedBytes += request.bytes;
    this.#dealtBytes += request.bytes;
    this.#tellHealth(nowMs);
  }

  /** Notes that another source is asked for the same, and may be first with it. */
  doubt(requestId: number): void {
    const asked = this.#asked.get(requestId);
    if (asked === undefined || asked.isDoubted) return;
    asked.isDoubted = true;
    this.#doubtedBytes += asked.request.bytes;
  }

  /** Notes how much of a request has come. */
  progressed(requestId: number, received: number, nowMs: number): void {
    const asked = this.#asked.get(requestId);
    if (asked === undefined) return;
    const fresh = Math.min(received, asked.request.bytes) - asked.received;
    if (fresh <= 0) return;
    asked.received += fresh;
    this.#askedBytes -= fresh;
    this.health.received(fresh, nowMs);
  }

  /** Forgets a request, of which it gave so many bytes; undefined where it is forgotten already. */
  settle(requestId: number, givenBytes: number, nowMs: number): BlockRequest | undefined {
    const asked = this.#asked.get(requestId);
    if (asked === undefined) return undefined;
    this.#asked.delete(requestId);
    this.#askedBytes -= asked.request.bytes - asked.received;
    this.#dealtBytes -= asked.request.bytes - givenBytes;
    if (asked.isDoubted) this.#doubtedBytes -= asked.request.bytes;
    this.#tellHealth(nowMs);
    return asked.request;
  }

  #taken(blocks: readonly number[]): readonly number[] {
    const bytes = bytesOf(this.#layout.blocks, blocks);
    this.#queuedBytes -= bytes;
    this.#dealtBytes -= bytes;
    return blocks;
  }

  #tellHealth(nowMs: number): void {
    this.health.setBusy(this.#queue.length > 0 || this.#asked.size > 0, nowMs);
  }
}

interface Asked {
  readonly request: BlockRequest;
  received: number;
  // Whether another source is asked for the same.
  isDoubted: boolean;
}
