import type { Offer } from '../../shared/domain/content.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { ScannedContent } from '../library/library.ts';
import type { Network } from '../wire/network.ts';
import type { OperationKind } from './operations.ts';
import type { OwnGame } from './own-game.ts';
import type { OwnLibrary } from './own-library.ts';

export interface ServingGateDeps {
  readonly own: Pick<OwnLibrary, 'find'>;
  readonly network: Pick<Network, 'publish' | 'withdraw' | 'setSharing'>;
  readonly operationOf: (gameId: GameId) => OperationKind | undefined;
  readonly folderOf: (gameId: GameId) => string;
  /** A game is newly offered, offered anew, or (undefined) no longer. */
  readonly changed: (gameId: GameId, offer: Offer | undefined) => void;
}

interface Served {
  readonly offer: Offer;
  readonly content: ScannedContent;
  readonly manifest: Uint8Array | undefined;
  readonly folder: string;
}

/**
 * What this peer serves: catalog games with a valid sentinel, portable content and no operation
 * under way (S12). The wire serves what is published here and nothing else.
 */
export class ServingGate {
  readonly #deps: ServingGateDeps;
  readonly #served = new Map<GameId, Served>();
  #isSharing = true;

  constructor(deps: ServingGateDeps) {
    this.#deps = deps;
  }

  get isSharing(): boolean {
    return this.#isSharing;
  }

  /** Serves nothing at all while off; `ready` games are served again once it is on. */
  setSharing(isSharing: boolean, ready: readonly GameId[]): void {
    if (isSharing === this.#isSharing) return;
    this.#isSharing = isSharing;
    // First the wire: what is under way ends now, and not with its request.
    this.#deps.network.setSharing(isSharing);
    for (const gameId of isSharing ? ready : [...this.#served.keys()]) this.update(gameId);
  }

  offers(): readonly Offer[] {
    return [...this.#served.values()].map(({ offer }) => offer);
  }

  /** Opens or shuts the gate of a game by what is known of it now. */
  update(gameId: GameId): void {
    const before = this.#served.get(gameId);
    const now = this.#servedNow(gameId);
    if (!now) {
      if (before) void this.shut(gameId);
      return;
    }
    const isSaid = sameOffer(before?.offer, now.offer);
    if (isSaid && sameFiles(before, now)) return;
    this.#served.set(gameId, now);
    this.#publish(now);
    if (!isSaid) this.#deps.changed(gameId, now.offer);
  }

  /** Publishes once more what is served of a game, as it is. */
  renew(gameId: GameId): void {
    const served = this.#served.get(gameId);
    if (served) this.#publish(served);
  }

  /** Shuts the gate of a game; resolves once nothing of it is being served. */
  async shut(gameId: GameId): Promise<void> {
    if (this.#served.delete(gameId)) this.#deps.changed(gameId, undefined);
    await this.#deps.network.withdraw(gameId);
  }

  // Undefined where a gate is shut.
  #servedNow(gameId: GameId): Served | undefined {
    if (!this.#isSharing || this.#deps.operationOf(gameId)) return undefined;
    const own = this.#deps.own.find(gameId);
    const offer = offerOf(gameId, own);
    const content = own?.scanned.content;
    if (!offer || !content) return undefined;
    return { offer, content, manifest: own.manifest?.bytes, folder: this.#deps.folderOf(gameId) };
  }

  #publish({ offer, content, manifest, folder }: Served): void {
    this.#deps.network.publish({
      gameId: offer.id,
      version: offer.version,
      folder,
      outline: content.outlineBytes,
      manifest,
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

// Files that were replaced have other inodes; the wire refuses those that it was not told of.
function sameFiles(before: Served | undefined, now: Served): boolean {
  if (before?.folder !== now.folder) return false;
  return before.content.inodes.every((inode, index) => inode === now.content.inodes[index]);
}
