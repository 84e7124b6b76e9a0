import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError, toFailure } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { GameFolder } from '../game-folder/game-folder.ts';
import type { Installer, UnpackedFile } from '../install/installer.ts';
import type { ScannedGame } from '../library/library.ts';
import type { InstallTable } from '../store/store.ts';
import type { Operation, Operations } from './operations.ts';
import type { OwnLibrary } from './own-library.ts';
import { toldKeptBeside } from './players-own.ts';
import type { Space } from './space.ts';

export interface InstallsDeps {
  readonly own: Pick<OwnLibrary, 'find' | 'refresh'>;
  readonly operations: Pick<Operations, 'run' | 'assertFree'>;
  readonly installer: Installer;
  readonly gameFolder: GameFolder;
  readonly installs: InstallTable;
  readonly space: Pick<Space, 'forUnpacking'>;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  readonly folderOf: (gameId: GameId) => string;
}

/** Unpacks games into `local/`, and removes that again. */
export class Installs {
  readonly #deps: InstallsDeps;

  constructor(deps: InstallsDeps) {
    this.#deps = deps;
  }

  /** Installs the own copy; nothing is done where this very version is installed. */
  async install(gameId: GameId): Promise<void> {
    this.#deps.operations.assertFree(gameId);
    this.#assertReady(gameId);
    await this.#deps.operations.run(gameId, 'Installing', (operation) =>
      this.installWithin(operation, gameId),
    );
  }

  /** Installs as part of an operation that has the game's lock already. */
  async installWithin(operation: Operation, gameId: GameId): Promise<void> {
    const game = this.#assertReady(gameId);
    if (this.#isInstalled(game)) return;
    operation.become('Installing');
    this.#deps.events.emit({ type: 'install-begin', gameId });
    try {
      await this.#unpack(game, operation.signal);
    } catch (error) {
      // What can't be removed now the next operation removes; this failure is the one to tell.
      await this.#deps.gameFolder
        .discardInstall(this.#deps.folderOf(gameId))
        .catch(() => undefined);
      this.#deps.events.emit({ type: 'install-failed', gameId, ...toFailure(error) });
      throw error;
    }
    await this.#deps.own.refresh(gameId);
    this.#deps.events.emit({ type: 'install-finished', gameId });
  }

  /** Removes `local/`; the downloaded files stay. */
  async uninstall(gameId: GameId): Promise<void> {
    this.#deps.operations.assertFree(gameId);
    if (this.#deps.own.find(gameId)?.scanned.installed !== true) {
      throw new LanspreadError(
        'not-installed',
        `${gameId} is not installed, so there is nothing to uninstall.`,
      );
    }
    await this.#deps.operations.run(gameId, 'Uninstalling', () => this.#uninstall(gameId));
  }

  async #uninstall(gameId: GameId): Promise<void> {
    const { events, gameFolder, installs, own } = this.#deps;
    events.emit({ type: 'uninstall-begin', gameId });
    try {
      await gameFolder.uninstall(this.#deps.folderOf(gameId));
      installs.forget(gameId);
    } catch (error) {
      await own.refresh(gameId);
      events.emit({ type: 'uninstall-failed', gameId, ...toFailure(error) });
      throw error;
    }
    await own.refresh(gameId);
    events.emit({ type: 'uninstall-finished', gameId });
  }

  #assertReady(gameId: GameId): ScannedGame {
    const scanned = this.#deps.own.find(gameId)?.scanned;
    if (scanned?.version !== undefined) return scanned;
    throw new LanspreadError('not-downloaded', `${gameId} is not downloaded. Download it first.`);
  }

  #isInstalled(game: ScannedGame): boolean {
    return game.installed && this.#deps.installs.find(game.gameId)?.version === game.version;
  }

  async #unpack(game: ScannedGame, signal: AbortSignal): Promise<void> {
    const { gameFolder, installs } = this.#deps;
    const { gameId, version } = game;
    if (game.archives.length === 0) {
      throw new LanspreadError(
        'archive-invalid',
        `${gameId} has no .eti archive, so there is nothing to install.`,
      );
    }
    const folder = this.#deps.folderOf(gameId);
    const target = await gameFolder.openInstall(folder);
    const brought = await this.#unpackAll(game, target, signal);
    const previous = installs.find(gameId)?.files ?? [];
    const switched = await gameFolder.switchToInstalled(folder, brought, previous);
    if (version !== undefined) installs.put(gameId, { version, files: switched.installed });
    this.#tellKept(gameId, switched.keptBeside);
  }

  async #unpackAll(
    game: ScannedGame,
    target: string,
    signal: AbortSignal,
  ): Promise<readonly UnpackedFile[]> {
    const { gameId } = game;
    const archives = await this.#measure(game, signal);
    const bytesTotal = archives.reduce((sum, { bytes }) => sum + bytes, 0);
    const maxBytes = await this.#deps.space.forUnpacking(gameId, bytesTotal);
    const brought: UnpackedFile[] = [];
    let bytesBefore = 0;
    for (const { archive, label, bytes } of archives) {
      const base = bytesBefore;
      const tell = (bytesDone: number): void => {
        this.#deps.events.emit({
          type: 'install-progress',
          gameId,
          bytesDone: base + bytesDone,
          bytesTotal,
        });
      };
      brought.push(
        ...(await this.#deps.installer.unpack({ archive, label, target, maxBytes }, tell, signal)),
      );
      bytesBefore += bytes;
    }
    return brought;
  }

  async #measure(
    game: ScannedGame,
    signal: AbortSignal,
  ): Promise<readonly { archive: string; label: string; bytes: number }[]> {
    const folder = this.#deps.folderOf(game.gameId);
    const measured = [];
    for (const name of game.archives) {
      const archive = `${folder}/${name}`;
      const label = `${game.gameId}/${name}`;
      const bytes = await this.#deps.installer.measure(archive, label, signal);
      measured.push({ archive, label, bytes });
    }
    return measured;
  }

  #tellKept(gameId: GameId, keptBeside: readonly string[]): void {
    if (keptBeside.length === 0) return;
    this.#deps.events.emit({
      type: 'diagnostic',
      code: 'io-error',
      message: toldKeptBeside(gameId, keptBeside),
      gameId,
    });
  }
}
