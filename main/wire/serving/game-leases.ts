import type { GameId } from '../../../shared/domain/ids.ts';
import { Deferred } from '../../kit/deferred.ts';

interface Leases {
  readonly cuts: Set<() => void>;
  readonly ended: Deferred<undefined>;
}

/** Which games are being read from right now, so that a withdrawal knows when nobody does any more. */
export class GameLeases {
  readonly #leases = new Map<GameId, Leases>();

  /** Notes that a game is read from until the returned function is called; `cut` must end that at once. */
  take(gameId: GameId, cut: () => void): () => void {
    const leases = this.#leases.get(gameId) ?? { cuts: new Set(), ended: new Deferred() };
    this.#leases.set(gameId, leases);
    // A function of its own for each lease: two of one connection would be one entry.
    const own = (): void => {
      cut();
    };
    leases.cuts.add(own);
    return () => {
      leases.cuts.delete(own);
      if (leases.cuts.size === 0) this.#end(gameId, leases);
    };
  }

  /** Resolves when nobody reads from the game; who still does after `limitMs` is cut. */
  async ended(gameId: GameId, limitMs: number): Promise<void> {
    const leases = this.#leases.get(gameId);
    if (leases === undefined) return;
    const timer = setTimeout(() => {
      for (const cut of leases.cuts) cut();
      this.#end(gameId, leases);
    }, limitMs);
    await leases.ended.promise;
    clearTimeout(timer);
  }

  #end(gameId: GameId, leases: Leases): void {
    if (this.#leases.get(gameId) === leases) this.#leases.delete(gameId);
    leases.ended.resolve(undefined);
  }
}
