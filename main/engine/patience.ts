import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Address } from '../../shared/domain/peer.ts';
import type { Clock } from '../kit/clock.ts';
import type { Source } from '../transfer/fetcher.ts';

/** What has failed is tried again after so long, in milliseconds, and each time after twice as long … */
export const FIRST_RETRY_MS = 5_000;

/** … but not longer than this. */
export const LAST_RETRY_MS = 60_000;

interface Failure {
  /** Who was asked in vain, and where. */
  readonly asked: Map<PeerId, Address>;
  readonly waitMs: number;
  readonly retryAtMs: number;
}

/** When a download that could not go on is worth another try. */
export class Patience {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #failures = new Map<GameId, Failure>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** A try has failed, with these sources. */
  failed(gameId: GameId, sources: readonly Source[]): void {
    const before = this.#failures.get(gameId)?.waitMs;
    const waitMs = before === undefined ? FIRST_RETRY_MS : Math.min(before * 2, LAST_RETRY_MS);
    this.#failures.set(gameId, {
      asked: new Map(sources.map(({ peerId, address }) => [peerId, address])),
      waitMs,
      retryAtMs: this.#clock.monotonicMs() + waitMs,
    });
  }

  /** It goes well, or is nobody's wish any more. */
  forget(gameId: GameId): void {
    this.#failures.delete(gameId);
  }

  /** Whether it has waited long enough. */
  isDue(gameId: GameId): boolean {
    const failure = this.#failures.get(gameId);
    return !failure || this.#clock.monotonicMs() >= failure.retryAtMs;
  }

  /**
   * Whether to ask these sources now: one of them is new, or came back, or it has waited long
   * enough. To be asked after each change among the peers, or one that left is not missed.
   */
  isWorthAsking(gameId: GameId, sources: readonly Source[]): boolean {
    const asked = this.#failures.get(gameId)?.asked;
    if (!asked) return sources.length > 0;
    const here = new Set(sources.map(({ peerId }) => peerId));
    for (const peerId of [...asked.keys()]) if (!here.has(peerId)) asked.delete(peerId);
    const isAnyNew = sources.some(({ peerId, address }) => asked.get(peerId) !== address);
    return isAnyNew || (sources.length > 0 && this.isDue(gameId));
  }
}
