import type { CatalogGame, LocalGame } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { Library, ScannedContent, ScannedGame, ScanProblem } from '../library/library.ts';
import type { DamageTable } from '../store/store.ts';
import { contentPrint } from './content-print.ts';
import { localGame } from './game-rows.ts';
import type { KnownCopies } from './known-copies.ts';
import type { OperationKind } from './operations.ts';
import type { OwnGame, OwnManifest } from './own-game.ts';

export interface OwnLibraryDeps {
  readonly library: Pick<Library, 'scanAll' | 'scanGame'>;
  readonly catalog: ReadonlyMap<GameId, CatalogGame>;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  readonly operationOf: (gameId: GameId) => OperationKind | undefined;
  /** Copies that were hashed, also by an earlier run of the program. */
  readonly known: Pick<KnownCopies, 'find' | 'manifestOf' | 'put'>;
  /** Which copies were found damaged, also by an earlier run of the program. */
  readonly damages: DamageTable;
  /** A game was looked at, and all could be seen, or not. */
  readonly looked: (gameId: GameId, hasReadFault: boolean) => void;
  /** After a game's copy has changed, or is known better. */
  readonly changed: (gameId: GameId) => void;
}

/** Finishes or undoes what an unclean end left of some games. */
type Repair = (gameIds: readonly GameId[]) => Promise<void>;

/** What lies in the games folder. The scan is the truth; nothing else says what this peer has. */
export class OwnLibrary {
  readonly #deps: OwnLibraryDeps;
  readonly #games = new Map<GameId, OwnGame>();
  #gamesFolder: string;
  #told = '';

  constructor(deps: OwnLibraryDeps, gamesFolder: string) {
    this.#deps = deps;
    this.#gamesFolder = gamesFolder;
  }

  get gamesFolder(): string {
    return this.#gamesFolder;
  }

  find(gameId: GameId): OwnGame | undefined {
    return this.#games.get(gameId);
  }

  /** The games with a whole copy, of whatever version. */
  ready(): readonly GameId[] {
    return [...this.#games.values()]
      .filter(({ scanned }) => scanned.version !== undefined)
      .map(({ scanned }) => scanned.gameId);
  }

  /** Scans another games folder from now on. */
  async moveTo(gamesFolder: string, signal: AbortSignal): Promise<void> {
    const old = this.#gamesFolder;
    this.#gamesFolder = gamesFolder;
    try {
      await this.scan(signal);
    } catch (error) {
      this.#gamesFolder = old;
      // Some of the other folder's games may have been taken up before it failed.
      await this.scan(signal).catch(() => undefined);
      throw error;
    }
  }

  /**
   * Reads the whole games folder anew; games under an operation are left to it. With `repair`, those
   * that may be unfinished are handed to it, and count as they are after that.
   */
  async scan(signal: AbortSignal, repair?: Repair): Promise<void> {
    const { catalog, library, operationOf } = this.#deps;
    const gone = new Set(this.#games.keys());
    const unfinished: GameId[] = [];
    const take = (game: ScannedGame): void => {
      if (!operationOf(game.gameId) && this.#take(game)) gone.delete(game.gameId);
    };
    const known = this.#known.bind(this);
    const problems = await library.scanAll(
      { gamesFolder: this.#gamesFolder, gameIds: [...catalog.keys()], known },
      (game) => {
        if (repair && game.mayBeUnfinished) unfinished.push(game.gameId);
        else take(game);
      },
      signal,
    );
    await repair?.(unfinished);
    for (const gameId of unfinished) {
      signal.throwIfAborted();
      take(await library.scanGame(this.#gamesFolder, gameId, known(gameId)));
    }
    for (const gameId of gone) {
      if (!operationOf(gameId)) this.#drop(gameId);
    }
    this.#tellProblems(problems);
    this.tell();
  }

  /** Reads one game's folder anew. */
  async refresh(gameId: GameId): Promise<ScannedGame> {
    const { library } = this.#deps;
    const scanned = await library.scanGame(this.#gamesFolder, gameId, this.#known(gameId));
    if (!this.#take(scanned)) this.#drop(gameId);
    this.tell();
    return scanned;
  }

  /** Keeps the manifest of a copy with this content, unless the copy has changed meanwhile. */
  setManifest(gameId: GameId, content: ScannedContent, manifest: OwnManifest): void {
    const own = this.#games.get(gameId);
    if (own?.scanned.content?.fingerprint !== content.fingerprint) return;
    this.#deps.known.put(gameId, content, manifest);
    this.#games.set(gameId, { ...own, manifest });
    this.#deps.changed(gameId);
  }

  /** Marks a copy as found damaged, or as sound again. */
  setDamaged(gameId: GameId, isDamaged: boolean): void {
    const own = this.#games.get(gameId);
    if (!own || own.isDamaged === isDamaged) return;
    const { content, version } = own.scanned;
    if (isDamaged && content) this.#deps.damages.put(gameId, contentPrint(version, content));
    else this.#deps.damages.forget(gameId);
    this.#games.set(gameId, { ...own, isDamaged });
    this.#deps.changed(gameId);
  }

  /** Tells the own library, where it has changed since it was last told. */
  tell(): void {
    const games = this.#rows();
    const told = JSON.stringify(games);
    if (told === this.#told) return;
    this.#told = told;
    this.#deps.events.emit({ type: 'local-library-changed', games });
  }

  #rows(): readonly LocalGame[] {
    const { catalog, operationOf } = this.#deps;
    return [...catalog.keys()]
      .map((gameId) => localGame(gameId, this.#games.get(gameId), operationOf(gameId)))
      .filter(({ availability }) => availability !== 'Absent');
  }

  // False where nothing of the game is here.
  #take(scanned: ScannedGame): boolean {
    this.#tellProblems(scanned.problems);
    this.#deps.looked(scanned.gameId, scanned.hasReadFault);
    if (scanned.version === undefined && !scanned.installed) return false;
    const known = this.#games.get(scanned.gameId);
    const isSame = known !== undefined && sameContent(known.scanned, scanned);
    this.#games.set(scanned.gameId, {
      scanned,
      manifest: isSame ? known.manifest : this.#deps.known.manifestOf(scanned.content),
      isDamaged: (isSame && known.isDamaged) || this.#wasDamaged(scanned),
    });
    this.#deps.changed(scanned.gameId);
    return true;
  }

  #known(gameId: GameId): ScannedContent | undefined {
    return this.#games.get(gameId)?.scanned.content ?? this.#deps.known.find(gameId);
  }

  // Printed only where there is something to compare with: most copies were never found damaged.
  #wasDamaged({ gameId, content, version }: ScannedGame): boolean {
    if (!content) return false;
    const print = this.#deps.damages.find(gameId);
    return print !== undefined && print === contentPrint(version, content);
  }

  #drop(gameId: GameId): void {
    if (this.#games.delete(gameId)) this.#deps.changed(gameId);
  }

  #tellProblems(problems: readonly ScanProblem[]): void {
    for (const problem of problems) {
      this.#deps.events.emit({ type: 'diagnostic', code: 'io-error', ...problem });
    }
  }
}

// The same files by path, size, time and inode: what was hashed need not be hashed again.
function sameContent(before: ScannedGame, after: ScannedGame): boolean {
  const [left, right] = [before.content, after.content];
  if (!left || !right || before.version !== after.version) return false;
  return left.fingerprint === right.fingerprint;
}
