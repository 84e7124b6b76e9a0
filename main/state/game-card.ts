import type { CatalogGame, GameRow } from '../../shared/domain/game.ts';
import type { Failure } from '../../shared/errors.ts';
import type { GameCard } from '../../shared/window/state.ts';
import { cardState } from './card-state.ts';

/** How a game can be started on this PC, and whether it or its server runs. */
export interface LaunchFacts {
  readonly canPlay: boolean;
  readonly canHost: boolean;
  readonly isRunning: boolean;
  readonly isHosting: boolean;
}

/** What a card is made of beside the catalog's entry. */
export interface CardFacts {
  readonly row: GameRow;
  readonly launch: LaunchFacts;
  readonly lastFailure: Failure | undefined;
  /** Bytes that the install takes, once that was measured. */
  readonly installedBytes: number | undefined;
  /** Where the window finds the cover. */
  readonly cover: string | undefined;
}

/** One game as windows show it. */
export function gameCard(game: CatalogGame, facts: CardFacts): GameCard {
  return {
    id: game.id,
    title: game.title,
    description: game.description ?? '',
    genre: game.genre ?? '',
    releaseYear: game.releaseYear ?? null,
    publisher: game.publisher ?? '',
    playersMax: game.playersMax ?? null,
    tags: game.tags,
    ...copyFacts(facts),
  };
}

function copyFacts({
  row,
  launch,
  lastFailure,
  installedBytes,
  cover,
}: CardFacts): Omit<
  GameCard,
  'id' | 'title' | 'description' | 'genre' | 'releaseYear' | 'publisher' | 'playersMax' | 'tags'
> {
  const isStartable = row.installed;
  return {
    cover: cover ?? null,
    state: cardState(row),
    availability: row.availability,
    queue: row.queue?.state ?? null,
    localVersion: row.localVersion,
    newestVersion: row.etiGameVersion,
    size: row.size,
    installedBytes: (row.installed ? installedBytes : undefined) ?? null,
    peerCount: row.peerCount,
    peers: row.peers,
    canPlay: isStartable && launch.canPlay,
    canHost: isStartable && launch.canHost,
    isRunning: launch.isRunning,
    isHosting: launch.isHosting,
    isDamaged: row.damaged,
    lastFailure: lastFailure ?? null,
  };
}
