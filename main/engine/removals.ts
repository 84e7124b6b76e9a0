import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { GameFolder } from '../game-folder/game-folder.ts';
import type { Store } from '../store/store.ts';
import type { Doubts } from './doubts.ts';
import type { Operations } from './operations.ts';
import type { OwnLibrary } from './own-library.ts';

export interface RemovalsDeps {
  readonly own: Pick<OwnLibrary, 'find' | 'refresh'>;
  readonly doubts: Pick<Doubts, 'has'>;
  readonly operations: Pick<Operations, 'run' | 'assertFree'>;
  readonly gameFolder: Pick<GameFolder, 'discardStaging' | 'hasStaging' | 'removeContent'>;
  readonly store: Pick<Store, 'blockHashes' | 'copies' | 'installs' | 'journal' | 'receipts'>;
  readonly folderOf: (gameId: GameId) => string;
}

/** Deletes own copies: the download, what a download has begun, and the install unless it is kept. */
export class Removals {
  readonly #deps: RemovalsDeps;

  constructor(deps: RemovalsDeps) {
    this.#deps = deps;
  }

  async remove(gameId: GameId, keepInstall: boolean): Promise<void> {
    const { doubts, gameFolder, operations, own } = this.#deps;
    operations.assertFree(gameId);
    const isHere = own.find(gameId) !== undefined || doubts.has(gameId);
    if (!isHere && !(await gameFolder.hasStaging(this.#deps.folderOf(gameId)))) {
      throw new LanspreadError(
        'not-downloaded',
        `${gameId} is not on this PC, so there is nothing to remove.`,
      );
    }
    await operations.run(gameId, 'Removing', () => this.#remove(gameId, keepInstall));
  }

  /** Deletes what a download that was given up has left; an own copy stays as it is. */
  async discardDownload(gameId: GameId): Promise<void> {
    const { gameFolder, operations, store } = this.#deps;
    const folder = this.#deps.folderOf(gameId);
    operations.assertFree(gameId);
    if (!(await gameFolder.hasStaging(folder))) return;
    await operations.run(gameId, 'Removing', async () => {
      store.journal.forget(gameId);
      await gameFolder.discardStaging(folder);
    });
  }

  async #remove(gameId: GameId, keepInstall: boolean): Promise<void> {
    const { gameFolder, own, store } = this.#deps;
    const folder = this.#deps.folderOf(gameId);
    try {
      store.journal.forget(gameId);
      await gameFolder.discardStaging(folder);
      await gameFolder.removeContent(folder, keepInstall);
      store.blockHashes.forget(gameId);
      store.copies.forget(gameId);
      store.receipts.forget(gameId);
      if (!keepInstall) store.installs.forget(gameId);
    } finally {
      await own.refresh(gameId);
    }
  }
}
