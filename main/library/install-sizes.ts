import { join } from 'node:path';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Clock } from '../kit/clock.ts';
import { NEVER } from '../kit/never.ts';
import type { Library } from './library.ts';

export interface InstallSizesDeps {
  readonly library: Pick<Library, 'measureFolder'>;
  readonly clock: Clock;
  readonly folderOf: (gameId: GameId) => string;
  /** A game's size has become known, or is another. */
  readonly changed: (gameId: GameId) => void;
}

interface Measured {
  bytes: number | undefined;
  /** Monotonic; undefined while it is being measured. */
  atMs: number | undefined;
}

/** Played games write: what was measured is measured again when it is asked for after so long. */
export const FRESH_MS = 30_000;

/** How much disk installed games take; measured when somebody looks, remembered for the next look. */
export class InstallSizes {
  readonly #deps: InstallSizesDeps;
  readonly #games = new Map<GameId, Measured>();

  constructor(deps: InstallSizesDeps) {
    this.#deps = deps;
  }

  /** Bytes of a game's `local/`, as far as they are known. */
  find(gameId: GameId): number | undefined {
    return this.#games.get(gameId)?.bytes;
  }

  /** Measures a game, unless that was just done or is under way; what fails stays unknown. */
  async measure(gameId: GameId): Promise<void> {
    const { clock, folderOf, library } = this.#deps;
    const known = this.#games.get(gameId);
    if (known && !this.#isStale(known)) return;
    const measured: Measured = { bytes: known?.bytes, atMs: undefined };
    this.#games.set(gameId, measured);
    const bytes = await library
      .measureFolder(join(folderOf(gameId), 'local'), NEVER)
      .catch(() => undefined);
    measured.atMs = clock.monotonicMs();
    if (measured.bytes === bytes) return;
    measured.bytes = bytes;
    // One that was installed anew meanwhile has been forgotten, this result with it.
    if (this.#games.get(gameId) === measured) this.#deps.changed(gameId);
  }

  /** A game's install has changed as a whole. */
  forget(gameId: GameId): void {
    this.#games.delete(gameId);
  }

  #isStale({ atMs }: Measured): boolean {
    return atMs !== undefined && this.#deps.clock.monotonicMs() - atMs >= FRESH_MS;
  }
}
