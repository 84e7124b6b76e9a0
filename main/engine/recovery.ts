import type { GameId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';
import { toFailure } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type {
  GameFolder,
  InstalledFile,
  Recovery as Recovered,
} from '../game-folder/game-folder.ts';
import type { InstallTable, JournalTable } from '../store/store.ts';
import type { Doubts } from './doubts.ts';
import type { OwnLibrary } from './own-library.ts';

/** Folders are repaired side by side, each mostly a wait; one of Node's four disk threads stays free. */
const LOOKS_AT_ONCE = 3;

export interface RecoveryDeps {
  readonly gameFolder: Pick<GameFolder, 'recover'>;
  readonly own: Pick<OwnLibrary, 'refresh' | 'find'>;
  readonly doubts: Pick<Doubts, 'has'>;
  readonly journal: JournalTable;
  readonly installs: InstallTable;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  readonly folderOf: (gameId: GameId) => string;
}

/** Brings every game whose operation was cut short to the old whole or the new whole (S24). */
export class Recovery {
  readonly #deps: RecoveryDeps;

  // What installs brought whose end nobody recorded; recorded once the scan knows the version.
  readonly #unrecorded = new Map<GameId, readonly InstalledFile[]>();

  constructor(deps: RecoveryDeps) {
    this.#deps = deps;
  }

  /** Finishes or undoes what an unclean end left of some games; a fault stays with its game. */
  async recoverAll(gameIds: readonly GameId[]): Promise<void> {
    const waiting = gameIds.values();
    const lane = async (): Promise<void> => {
      for (const gameId of waiting) await this.#recoverQuietly(gameId);
    };
    await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, lane));
  }

  /** Does the same for one game before its next operation. */
  async recoverGame(gameId: GameId): Promise<void> {
    const { finishedInstall, finishedRemoval, finishedSwitch } = await this.#recover(gameId);
    if (finishedSwitch || finishedRemoval || finishedInstall) await this.#deps.own.refresh(gameId);
  }

  /** Brings what is remembered of a game in line with the disk, which has been read anew. */
  reconcile(gameId: GameId): void {
    const { doubts, installs, journal, own } = this.#deps;
    // What could not be seen must not be forgotten.
    if (doubts.has(gameId)) return;
    const scanned = own.find(gameId)?.scanned;
    const version = scanned?.version;
    if (version !== undefined && journal.find(gameId)?.version === version) journal.forget(gameId);
    if (scanned?.installed === true) this.#record(gameId, version);
    else if (installs.find(gameId)) installs.forget(gameId);
    this.#unrecorded.delete(gameId);
  }

  #record(gameId: GameId, version: Version | undefined): void {
    const files = this.#unrecorded.get(gameId);
    if (files && version !== undefined) this.#deps.installs.put(gameId, { version, files });
  }

  async #recoverQuietly(gameId: GameId): Promise<void> {
    try {
      await this.#recover(gameId);
    } catch (error) {
      const { message } = toFailure(error);
      this.#deps.events.emit({ type: 'diagnostic', code: 'io-error', message, gameId });
    }
  }

  async #recover(gameId: GameId): Promise<Recovered> {
    const recovered = await this.#deps.gameFolder.recover(this.#deps.folderOf(gameId));
    if (recovered.finishedInstall) this.#unrecorded.set(gameId, recovered.finishedInstall);
    return recovered;
  }
}
