import type { GameId } from '../../shared/domain/ids.ts';
import { toFailure } from '../../shared/errors.ts';
import type { Operations } from './operations.ts';
import type { OwnLibrary } from './own-library.ts';

/** Whether what lies on the disk is in doubt after a failure: its game may be half done. */
export function leavesDoubt(error: unknown): boolean {
  const { code } = toFailure(error);
  return code === 'io-error' || code === 'no-space' || code === 'internal';
}

export interface DoubtsDeps {
  readonly operations: Pick<Operations, 'kindOf' | 'run'>;
  readonly own: Pick<OwnLibrary, 'refresh'>;
}

/**
 * Games of which it is not known for sure what lies on the disk: the last look could not see all, or
 * the disk failed in the middle of an operation. They are looked at again before their next command.
 */
export class Doubts {
  readonly #deps: DoubtsDeps;
  readonly #games = new Set<GameId>();
  readonly #settling = new Map<GameId, Promise<void>>();

  constructor(deps: DoubtsDeps) {
    this.#deps = deps;
  }

  has(gameId: GameId): boolean {
    return this.#games.has(gameId);
  }

  /** Notes whether a game is in doubt from now on. */
  set(gameId: GameId, isInDoubt: boolean): void {
    if (isInDoubt) this.#games.add(gameId);
    else this.#games.delete(gameId);
  }

  /** Finishes or undoes what a failed operation left of a game in doubt, and looks at it again; never fails. */
  async settle(gameId: GameId): Promise<void> {
    if (!this.#games.has(gameId)) return;
    const settling = this.#settling.get(gameId) ?? this.#settle(gameId);
    this.#settling.set(gameId, settling);
    await settling;
    this.#settling.delete(gameId);
  }

  async #settle(gameId: GameId): Promise<void> {
    const { operations, own } = this.#deps;
    // An operation under way looks by itself when it ends.
    if (operations.kindOf(gameId)) return;
    try {
      // Each operation begins with the recovery.
      await operations.run(gameId, 'Verifying', () => own.refresh(gameId));
    } catch {
      // The doubt stays, and the command that comes now says what is wrong.
    }
  }
}
