import { availableParallelism } from 'node:os';
import type { GameId } from '../../shared/domain/ids.ts';
import type { ScannedGame, WholeScan } from './library.ts';
import type { LibraryThread } from './library-thread.ts';
import { unpackGame } from './packed.ts';
import type { GameToScan } from './scan-game.ts';

/** So many games go to a thread at a time; few enough that all threads end together. */
const PORTION_GAMES = 20;

/** So many are asked of a thread at once: it never waits for the main thread, however busy the PC is. */
const PORTIONS_UNDER_WAY = 4;

/**
 * A scan that will take this much longer gets help, in milliseconds: a thread takes a quarter of that to
 * start, and the time of others.
 */
const ALONE_MS = 400;

/** More threads than this would only wait for the disk. */
const MAX_HELPERS = 3;

export interface ScanCrewDeps {
  /** The thread that begins, and goes on afterwards. */
  readonly thread: LibraryThread;
  /** Makes one that helps; it lives as long as the scan. */
  readonly hire: () => LibraryThread;
  /** What may be left to do without help, in milliseconds. */
  readonly aloneMs?: number;
}

export interface Scan extends WholeScan {
  readonly onGame: (game: ScannedGame) => void;
  readonly signal: AbortSignal;
}

/** One scan of many games, on as many threads as there is work for. */
export class ScanCrew {
  readonly #deps: ScanCrewDeps;
  readonly #scan: Scan;
  readonly #waiting: IterableIterator<readonly GameId[]>;
  readonly #stopping = new AbortController();
  readonly #signal: AbortSignal;
  readonly #helpers: LibraryThread[] = [];
  readonly #helping: Promise<void>[] = [];
  // Since the first portion was done: before that the thread may still have been starting.
  #sinceMs: number | undefined;
  #done = 0;

  constructor(deps: ScanCrewDeps, scan: Scan) {
    this.#deps = deps;
    this.#scan = scan;
    this.#waiting = portionsOf(scan.gameIds);
    this.#signal = AbortSignal.any([scan.signal, this.#stopping.signal]);
  }

  /** Tells each game once; the first failure ends it. */
  async run(): Promise<void> {
    try {
      await this.#work(this.#deps.thread);
      await Promise.all(this.#helping);
    } finally {
      await Promise.all(this.#helpers.map((helper) => helper.close()));
    }
  }

  async #work(thread: LibraryThread): Promise<void> {
    const lane = async (): Promise<void> => {
      for (const portion of this.#waiting) {
        await this.#take(thread, portion);
        this.#count(portion.length);
      }
    };
    try {
      await Promise.all(Array.from({ length: PORTIONS_UNDER_WAY }, lane));
    } catch (error) {
      this.#stopping.abort(error);
      throw error;
    }
  }

  async #take(thread: LibraryThread, portion: readonly GameId[]): Promise<void> {
    const { gamesFolder, known, onGame } = this.#scan;
    const contents = new Map(portion.map((gameId) => [gameId, known(gameId)]));
    let games = portion.map((gameId): GameToScan => {
      return { gameId, fingerprint: contents.get(gameId)?.fingerprint };
    });
    while (games.length > 0) {
      const seen = await thread.run({ type: 'scan-some', gamesFolder, games }, this.#signal);
      for (const game of seen) {
        this.#signal.throwIfAborted();
        onGame(unpackGame(game, contents.get(game.gameId)));
      }
      games = games.slice(seen.length);
    }
  }

  #count(games: number): void {
    if (this.#helpers.length > 0) return;
    if (this.#sinceMs === undefined) {
      this.#sinceMs = performance.now();
      return;
    }
    this.#done += games;
    // As if the games to come were like those that are done.
    const eachMs = (performance.now() - this.#sinceMs) / this.#done;
    const { aloneMs = ALONE_MS } = this.#deps;
    const leftMs = eachMs * (this.#scan.gameIds.length - this.#done);
    if (leftMs >= aloneMs) this.#callForHelp();
  }

  #callForHelp(): void {
    const wanted = Math.min(availableParallelism() - 1, MAX_HELPERS);
    for (let count = 0; count < wanted; count += 1) {
      const helper = this.#deps.hire();
      helper.open();
      this.#helpers.push(helper);
      const helping = this.#work(helper);
      // It is waited for at the end; until then its failure is everyone's.
      helping.catch(() => undefined);
      this.#helping.push(helping);
    }
  }
}

function* portionsOf(gameIds: readonly GameId[]): Generator<readonly GameId[], undefined> {
  for (let from = 0; from < gameIds.length; from += PORTION_GAMES) {
    yield gameIds.slice(from, from + PORTION_GAMES);
  }
}
