import type { GameId } from '../../shared/domain/ids.ts';
import { toFailure } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { Clock } from '../kit/clock.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { OperationKind } from './operations.ts';
import type { OwnLibrary } from './own-library.ts';
import type { ServingGate } from './serving-gate.ts';

/** Files missed within this time cost one look at their game: requests may come by the thousand. */
const GATHER_MS = 500;

export interface MissedContentDeps {
  readonly own: Pick<OwnLibrary, 'refresh'>;
  readonly gate: Pick<ServingGate, 'renew'>;
  readonly clock: Clock;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  readonly operationOf: (gameId: GameId) => OperationKind | undefined;
}

/** Reads games anew of which the wire has missed a file, and has it serve what is there. */
export class MissedContent {
  readonly #deps: MissedContentDeps;
  readonly #timers = new Map<GameId, () => void>();

  constructor(deps: MissedContentDeps) {
    this.#deps = deps;
  }

  /** A file of a game is no longer what was published; the wire serves it no more. */
  missed(gameId: GameId): void {
    if (this.#timers.has(gameId)) return;
    const cancelTimer = this.#deps.clock.after(GATHER_MS, () => {
      this.#timers.delete(gameId);
      void this.#readAnew(gameId);
    });
    this.#timers.set(gameId, cancelTimer);
  }

  stop(): void {
    for (const cancelTimer of this.#timers.values()) cancelTimer();
    this.#timers.clear();
  }

  async #readAnew(gameId: GameId): Promise<void> {
    const { events, gate, operationOf, own } = this.#deps;
    // An operation reads its game's folder anew when it ends.
    if (operationOf(gameId)) return;
    try {
      await own.refresh(gameId);
      // A file that could not be read for a moment only is as it was, and served again.
      gate.renew(gameId);
    } catch (error) {
      events.emit({ type: 'diagnostic', ...toFailure(error), gameId });
    }
  }
}
