import type { Offer } from '../../shared/domain/content.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Network } from '../wire/network.ts';
import type { OperationKind } from './operations.ts';
import type { OwnGame } from './own-game.ts';
import type { OwnLibrary } from './own-library.ts';

export interface ServingGateDeps {
  readonly own: Pick<OwnLibrary, 'find'>;
  readonly network: Pick<Network, 'publish' | 'withdraw'>;
  readonly operationOf: (gameId: GameId) => OperationKind | undefined;
  readonly folderOf: (gameId: GameId) => string;
  /** A game is newly offered, offered anew, or (undefined) no longer. */
  readonly changed: (gameId: GameId, offer: Offer | undefined) => void;
}

/**
 * What this peer serves: catalog games with a valid sentinel, portable content and no operation
 * under way (S12). The wire serves what is published here and nothing else.
 */
export class ServingGate {
  readonly #deps: ServingGateDeps;
  readonly #offers = new Map<GameId, Offer>();

  constructor(deps: ServingGateDeps) {
    this.#deps = deps;
  }

  offers(): readonly Offer[] {
    return [...this.#offers.values()];
  }

  /** Opens or shuts the gate of a game by what is known of it now. */
  update(gameId: GameId): void {
    const own = this.#deps.own.find(gameId);
    const offer = this.#deps.operationOf(gameId) ? undefined : offerOf(gameId, own);
    if (sameOffer(this.#offers.get(gameId), offer)) return;
    if (!offer || !own) {
      void this.shut(gameId);
      return;
    }
    this.#offers.set(gameId, offer);
    this.#publish(offer, own);
    this.#deps.changed(gameId, offer);
  }

  /** Shuts the gate of a game; resolves once nothing of it is being served. */
  async shut(gameId: GameId): Promise<void> {
    if (this.#offers.delete(gameId)) this.#deps.changed(gameId, undefined);
    await this.#deps.network.withdraw(gameId);
  }

  #publish(offer: Offer, own: OwnGame): void {
    const { content } = own.scanned;
    if (!content) return;
    this.#deps.network.publish({
      gameId: offer.id,
      version: offer.version,
      folder: this.#deps.folderOf(offer.id),
      outline: content.outlineBytes,
      manifest: own.manifest?.bytes,
      inodes: content.inodes,
    });
  }
}

/** What is said of the own copy to peers; nothing of one that is not whole, sound and portable. */
export function offerOf(gameId: GameId, own: OwnGame | undefined): Offer | undefined {
  const version = own?.scanned.version;
  const content = own?.scanned.content;
  if (version === undefined || !content || own.isDamaged) return undefined;
  return {
    id: gameId,
    version,
    size: content.size,
    outlineHash: content.outlineHash,
    manifestHash: own.manifest?.hash,
  };
}

function sameOffer(left: Offer | undefined, right: Offer | undefined): boolean {
  return (
    left?.version === right?.version &&
    left?.outlineHash === right?.outlineHash &&
    left?.manifestHash === right?.manifestHash
  );
}
