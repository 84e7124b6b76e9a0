import type { ContentHash, GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Clock } from '../kit/clock.ts';
import type { Transfer } from '../transfer/fetcher.ts';
import type { HaveMessage, Network, SessionId } from '../wire/network.ts';
import { BlockBits } from './block-bits.ts';
import type { PeerDirectory } from './peer-directory.ts';

/** The others are told at once, but not again before so long has passed, in milliseconds … */
const PAUSE_MS = 100;

/** … and longer with each of them, so that a large room does not talk more than it fetches. */
const PAUSE_MS_A_FELLOW = 20;

export interface CircleDeps {
  readonly network: Pick<Network, 'send'>;
  readonly directory: Pick<PeerDirectory, 'rows' | 'find'>;
  readonly sessionOf: (peerId: PeerId) => SessionId | undefined;
  readonly clock: Clock;
}

interface Untold {
  readonly blocks: number[];
  readonly coming: number[];
}

interface Fellow {
  readonly sessionId: SessionId;
  readonly has: BlockBits;
}

/** One download, and the peers that fetch the same content at the same time (S21). */
export class Circle {
  readonly #deps: CircleDeps;
  readonly #content: { readonly gameId: GameId; readonly manifestHash: ContentHash };
  readonly #own = new BlockBits();
  readonly #fellows = new Map<PeerId, Fellow>();
  // Who was told that this download is under way, and in which session.
  readonly #greeted = new Map<PeerId, SessionId>();
  #fetching: { readonly transfer: Transfer; readonly blocks: number } | undefined;
  #untold: Untold = { blocks: [], coming: [] };
  // Asked of whole copies, and not here yet.
  readonly #coming = new Set<number>();
  #cancelTelling: (() => void) | undefined;
  #toldMs = -Infinity;

  constructor(
    content: { readonly gameId: GameId; readonly manifestHash: ContentHash },
    deps: CircleDeps,
  ) {
    this.#content = content;
    this.#deps = deps;
  }

  /** Tells peers that are new of this download, and forgets those that are gone. */
  followPeers(): void {
    const { directory, sessionOf } = this.#deps;
    for (const [peerId, { sessionId }] of this.#fellows) {
      if (!directory.find(peerId) || sessionOf(peerId) !== sessionId) this.#forget(peerId);
    }
    for (const { peerId } of directory.rows()) {
      const sessionId = sessionOf(peerId);
      if (sessionId === undefined || this.#greeted.get(peerId) === sessionId) continue;
      this.#tellAll(peerId, sessionId);
    }
  }

  /** The transfer has begun: `blocks` in all, of which these are here already. */
  fetch(transfer: Transfer, blocks: number, kept: readonly number[]): void {
    this.#fetching = { transfer, blocks };
    this.add(kept);
    for (const [peerId, { has }] of this.#fellows) this.#askFor(peerId, has);
  }

  /** Whole copies were asked for these blocks, so others need not ask them too. */
  asked(blocks: readonly number[]): void {
    for (const block of blocks) this.#coming.add(block);
    this.#untold.coming.push(...blocks);
    this.#tellSoon();
  }

  /** These blocks are verified, and can be given. */
  add(blocks: readonly number[]): void {
    this.#own.add(blocks);
    for (const block of blocks) this.#coming.delete(block);
    this.#untold.blocks.push(...blocks);
    this.#tellSoon();
  }

  /** What a peer says of its download of the same game. */
  heard(peerId: PeerId, sessionId: SessionId, message: HaveMessage): void {
    if (!this.#deps.directory.find(peerId)) return;
    if (message.type === 'have') this.#meet(peerId, sessionId, message);
    else if (message.type === 'have-ended') this.#forget(peerId);
    else this.#hearMore(peerId, message);
  }

  /** The download is over, however it ended. */
  end(): void {
    this.#cancelTelling?.();
    this.#fetching = undefined;
    const { gameId } = this.#content;
    for (const [peerId, sessionId] of this.#greeted) {
      if (this.#deps.sessionOf(peerId) === sessionId) {
        this.#deps.network.send(sessionId, { type: 'have-ended', gameId });
      }
    }
  }

  #meet(peerId: PeerId, sessionId: SessionId, said: HaveMessage & { type: 'have' }): void {
    if (said.manifestHash !== this.#content.manifestHash) {
      this.#forget(peerId);
      return;
    }
    const isNew = this.#fellows.get(peerId)?.sessionId !== sessionId;
    const has = new BlockBits(said.bits);
    this.#fellows.set(peerId, { sessionId, has });
    this.#askFor(peerId, has);
    // What it was told before it began to fetch this, it did not keep.
    if (isNew) this.#tellAll(peerId, sessionId);
  }

  #hearMore(peerId: PeerId, { blocks, coming }: HaveMessage & { type: 'have-more' }): void {
    const fellow = this.#fellows.get(peerId);
    if (fellow === undefined) return;
    fellow.has.add(blocks);
    this.#fetching?.transfer.addToPartial(peerId, blocks, coming);
  }

  #askFor(peerId: PeerId, has: BlockBits): void {
    const peer = this.#deps.directory.find(peerId);
    if (this.#fetching === undefined || peer === undefined) return;
    const { transfer, blocks } = this.#fetching;
    transfer.addPartial({ peerId, address: peer.address }, has.marks(blocks));
  }

  #forget(peerId: PeerId): void {
    if (this.#fellows.delete(peerId)) this.#fetching?.transfer.removePartial(peerId);
  }

  #tellAll(peerId: PeerId, sessionId: SessionId): void {
    this.#greeted.set(peerId, sessionId);
    const { bits } = this.#own;
    this.#deps.network.send(sessionId, { type: 'have', ...this.#content, bits });
    if (this.#coming.size > 0) this.#tellMore(sessionId, { blocks: [], coming: [...this.#coming] });
  }

  #tellSoon(): void {
    if (this.#cancelTelling !== undefined) return;
    const { clock } = this.#deps;
    const pauseMs = PAUSE_MS + PAUSE_MS_A_FELLOW * this.#fellows.size;
    const waitMs = Math.max(0, this.#toldMs + pauseMs - clock.monotonicMs());
    this.#cancelTelling = clock.after(waitMs, () => {
      this.#cancelTelling = undefined;
      this.#toldMs = clock.monotonicMs();
      const untold = this.#untold;
      this.#untold = { blocks: [], coming: [] };
      for (const { sessionId } of this.#fellows.values()) this.#tellMore(sessionId, untold);
    });
  }

  #tellMore(sessionId: SessionId, untold: Untold): void {
    const { gameId } = this.#content;
    this.#deps.network.send(sessionId, { type: 'have-more', gameId, ...untold });
  }
}
