import type { CatalogGame, StartPlatform } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { findStartFile } from './find-start-file.ts';
import { startFiles } from './start-files.ts';

/** How an installed game can be started. */
export interface StartOffer {
  readonly canPlay: boolean;
  readonly canHost: boolean;
}

const NOTHING: StartOffer = { canPlay: false, canHost: false };

export interface StartOffersDeps {
  readonly platform: StartPlatform;
  readonly folderOf: (gameId: GameId) => string;
  /** What is known of a game has changed. */
  readonly changed: (gameId: GameId) => void;
}

/** Which installed games can be played or hosted; looked up on disk after each install. */
export class StartOffers {
  readonly #deps: StartOffersDeps;
  readonly #offers = new Map<GameId, StartOffer>();

  constructor(deps: StartOffersDeps) {
    this.#deps = deps;
  }

  find(gameId: GameId): StartOffer {
    return this.#offers.get(gameId) ?? NOTHING;
  }

  /** Looks at an installed game's files. */
  async look(game: CatalogGame): Promise<void> {
    const { platform, folderOf, changed } = this.#deps;
    const named = game.start[platform];
    const files = startFiles(platform, named);
    const folder = folderOf(game.id);
    const [play, server] = await Promise.all(
      [files.play, files.server].map((file) => findStartFile(folder, file)),
    );
    // A file that the catalog names and that is gone is worth a message: Play tells which.
    const canPlay = named !== undefined || play?.type === 'file';
    const offer = { canPlay, canHost: server?.type === 'file' };
    const known = this.find(game.id);
    this.#offers.set(game.id, offer);
    // At a start hundreds are looked at, most of them with nothing new to show.
    if (offer.canPlay !== known.canPlay || offer.canHost !== known.canHost) changed(game.id);
  }
}
