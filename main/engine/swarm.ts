import type { ContentHash, GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Transfer } from '../transfer/fetcher.ts';
import type { HaveMessage, Network, SessionId, SharedContent } from '../wire/network.ts';
import { Circle, type CircleDeps } from './circle.ts';

export interface SwarmDeps extends CircleDeps {
  readonly network: Pick<Network, 'send' | 'share' | 'shareBlocks' | 'unshare'>;
}

/**
 * What downloads under way give to others: blocks that are verified, by their hashes, to whoever
 * fetches the same content. A game in mid-download is no copy: it is not offered, listed or counted
 * (S12, S15, S16).
 */
export class Swarm {
  readonly #deps: SwarmDeps;
  readonly #circles = new Map<GameId, Circle>();

  constructor(deps: SwarmDeps) {
    this.#deps = deps;
  }

  /** A download of content whose hashes are known is about to begin. */
  begin(gameId: GameId, manifestHash: ContentHash): void {
    const circle = new Circle({ gameId, manifestHash }, this.#deps);
    this.#circles.set(gameId, circle);
    circle.followPeers();
  }

  /** Its transfer has begun; `verified` has one byte a block, 1 = there from an earlier try. */
  fetch(content: SharedContent, verified: Uint8Array, transfer: Transfer): void {
    const circle = this.#circles.get(content.gameId);
    if (circle === undefined) return;
    const kept = [...verified.keys()].filter((block) => verified[block] === 1);
    this.#deps.network.share(content);
    this.#deps.network.shareBlocks(content.gameId, kept);
    circle.fetch(transfer, verified.length, kept);
  }

  /** Whole copies were asked for these of its blocks. */
  asked(gameId: GameId, blocks: readonly number[]): void {
    this.#circles.get(gameId)?.asked(blocks);
  }

  /** More of its blocks are verified. */
  add(gameId: GameId, blocks: readonly number[]): void {
    const circle = this.#circles.get(gameId);
    if (circle === undefined) return;
    // In this order: what was told can be asked for at once.
    this.#deps.network.shareBlocks(gameId, blocks);
    circle.add(blocks);
  }

  /** The transfer is over; resolves once nothing of its files is being read for others. */
  async end(gameId: GameId): Promise<void> {
    const circle = this.#circles.get(gameId);
    if (circle === undefined) return;
    this.#circles.delete(gameId);
    circle.end();
    await this.#deps.network.unshare(gameId);
  }

  /** What a peer says of a download of its own. */
  heard(peerId: PeerId, sessionId: SessionId, message: HaveMessage): void {
    this.#circles.get(message.gameId)?.heard(peerId, sessionId, message);
  }

  /** Takes up new peers and forgets lost ones, after any change among them. */
  followPeers(): void {
    for (const circle of this.#circles.values()) circle.followPeers();
  }
}
