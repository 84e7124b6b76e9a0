import type { Availability, CatalogGame, GameRow, LocalGame } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { QueuePlace } from '../../shared/domain/queue.ts';
import { newestVersion, type PeerOffer } from './agreement.ts';
import { coverOf } from './cover-file.ts';
import type { OperationKind } from './operations.ts';
import type { OwnGame } from './own-game.ts';

/** What the own copy is, or what is being done to it. */
export function availabilityOf(
  own: OwnGame | undefined,
  kind: OperationKind | undefined,
): Availability {
  if (kind) return kind;
  if (own?.scanned.version !== undefined) return 'Ready';
  return own?.scanned.installed === true ? 'LocalOnly' : 'Absent';
}

type CopyFacts = Omit<LocalGame, 'id' | 'availability'>;

const NO_COPY: CopyFacts = {
  version: null,
  size: 0,
  downloaded: false,
  installed: false,
  damaged: false,
  cover: null,
};

/** The own copy as `local-library-changed` tells it. */
export function localGame(
  gameId: GameId,
  own: OwnGame | undefined,
  kind: OperationKind | undefined,
): LocalGame {
  const copy = own ? copyFacts(own) : NO_COPY;
  return { id: gameId, ...copy, availability: availabilityOf(own, kind) };
}

function copyFacts({ scanned, isDamaged }: OwnGame): CopyFacts {
  const { content, installed, version } = scanned;
  return {
    version: version ?? null,
    size: content?.size ?? 0,
    downloaded: version !== undefined,
    installed,
    damaged: isDamaged,
    cover: coverOf(content),
  };
}

/** What a row is made of beside the catalog's entry. */
export interface RowFacts {
  readonly own: OwnGame | undefined;
  readonly operation: OperationKind | undefined;
  readonly offers: readonly PeerOffer[];
  readonly queue: QueuePlace | undefined;
}

/** One row a game: the own copy, and who else has it in any version (S3, S15). */
export function gameRow(game: CatalogGame, facts: RowFacts): GameRow {
  const { own, offers } = facts;
  const local = localGame(game.id, own, facts.operation);
  const remote = newestVersion(offers);
  const isOwnNewest = local.version !== null && (remote === undefined || local.version >= remote);
  const newest = offers.find(({ offer }) => offer.version === remote)?.offer;
  return {
    id: game.id,
    title: game.title,
    downloaded: local.downloaded,
    installed: local.installed,
    hashed: own?.manifest !== undefined,
    damaged: local.damaged,
    availability: local.availability,
    localVersion: local.version,
    etiGameVersion: isOwnNewest ? local.version : (remote ?? null),
    peerCount: offers.length,
    peers: offers.map(({ peerId }) => peerId),
    size: isOwnNewest ? local.size : sizeOf(newest),
    queue: facts.queue ?? null,
  };
}

function sizeOf(offer: PeerOffer['offer'] | undefined): number {
  return offer?.size ?? 0;
}
