import type { Availability } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';

/** What can be done to a game; each is an availability that its row shows meanwhile. */
export type OperationKind = Extract<
  Availability,
  'Downloading' | 'Installing' | 'Uninstalling' | 'Removing' | 'Verifying'
>;

/** The one operation a game has, as its work sees it. */
export interface Operation {
  readonly signal: AbortSignal;
  /** Goes on as another kind under the same lock: a download that installs. */
  become(kind: OperationKind): void;
}

/** What has to happen around every operation. */
export interface OperationHooks {
  /** Before the work: nothing of the game is served from here on (S12). */
  readonly begun: (gameId: GameId) => Promise<void>;
  /** Whenever a game's operation starts, changes its kind or ends. */
  readonly changed: (gameId: GameId) => void;
  /** After an operation that failed, before its game is free again. */
  readonly failed: (gameId: GameId, error: unknown) => void;
}

interface Running {
  kind: OperationKind;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

const WORDS: Readonly<Record<OperationKind, string>> = {
  Downloading: 'downloaded',
  Installing: 'installed',
  Uninstalling: 'uninstalled',
  Removing: 'removed',
  Verifying: 'verified',
};

/** One operation a game at a time: the one lock that downloads, installs and removals share. */
export class Operations {
  readonly #hooks: OperationHooks;
  readonly #running = new Map<GameId, Running>();
  #closed = false;

  constructor(hooks: OperationHooks) {
    this.#hooks = hooks;
  }

  /** What is being done to a game. */
  kindOf(gameId: GameId): OperationKind | undefined {
    return this.#running.get(gameId)?.kind;
  }

  /** The games with an operation under way. */
  active(): readonly GameId[] {
    return [...this.#running.keys()];
  }

  /** How many operations of a kind are under way. */
  count(kind: OperationKind): number {
    return [...this.#running.values()].filter((running) => running.kind === kind).length;
  }

  /** Does `work` as the game's one operation; fails like `assertFree`. */
  async run<Result>(
    gameId: GameId,
    kind: OperationKind,
    work: (operation: Operation) => Promise<Result>,
  ): Promise<Result> {
    this.assertFree(gameId);
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const running: Running = { kind, abort: new AbortController(), ended };
    this.#running.set(gameId, running);
    this.#hooks.changed(gameId);
    try {
      await this.#hooks.begun(gameId);
      running.abort.signal.throwIfAborted();
      return await work(this.#operationOf(gameId, running));
    } catch (error) {
      this.#hooks.failed(gameId, error);
      throw error;
    } finally {
      this.#running.delete(gameId);
      this.#hooks.changed(gameId);
      end();
    }
  }

  /** Stops a game's operation; resolves once it has ended, or at once where there is none. */
  async cancel(gameId: GameId): Promise<void> {
    const running = this.#running.get(gameId);
    if (!running) return;
    running.abort.abort(
      new LanspreadError('cancelled', `${gameId}: stopped before it was ${WORDS[running.kind]}.`),
    );
    await running.ended;
  }

  /** Stops all operations and takes no more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#running.keys()].map((gameId) => this.cancel(gameId)));
  }

  /** Fails with `operation-active` where a game has an operation, `shutting-down` at the end. */
  assertFree(gameId: GameId): void {
    if (this.#closed) {
      throw new LanspreadError('shutting-down', `${gameId}: Lanspread is being closed.`);
    }
    const running = this.#running.get(gameId);
    if (!running) return;
    const word = WORDS[running.kind];
    throw new LanspreadError(
      'operation-active',
      `${gameId} is being ${word} right now. Wait until that is done, or cancel it.`,
    );
  }

  #operationOf(gameId: GameId, running: Running): Operation {
    return {
      signal: running.abort.signal,
      become: (kind) => {
        running.kind = kind;
        this.#hooks.changed(gameId);
      },
    };
  }
}
