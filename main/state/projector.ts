import type { CatalogGame, GameRow } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { WindowSettings } from '../../shared/window/settings.ts';
import type {
  AppState,
  GameCard,
  PersonRow,
  SelfRow,
  TransferRow,
} from '../../shared/window/state.ts';
import type { Dirty } from './dirty.ts';
import type { Facts } from './facts.ts';
import { gameCard, type LaunchFacts } from './game-card.ts';
import { transferRow } from './transfer-row.ts';

/** Who is asked for what rows are made of; each tells how it is right now. */
export interface RowSources {
  readonly catalog: ReadonlyMap<GameId, CatalogGame>;
  readonly row: (gameId: GameId) => GameRow | undefined;
  readonly launch: (gameId: GameId) => LaunchFacts;
  /** Bytes that an install takes, once that was measured. */
  readonly installedBytes: (gameId: GameId) => number | undefined;
  /** Where the window finds a game's cover. */
  readonly cover: (game: CatalogGame) => string | undefined;
  readonly people: () => readonly PersonRow[];
  /** This PC, but for the download speed, which is the sum over the transfers. */
  readonly self: () => Omit<SelfRow, 'downloadSpeed'>;
  readonly settings: () => WindowSettings;
}

/** What windows show from now on: what is dirty is made anew, the rest stays the very same. */
export function project(sent: AppState, dirty: Dirty, facts: Facts, sources: RowSources): AppState {
  const { games, transfers } = projectGames(sent, dirty, facts, sources);
  return {
    self: { ...sources.self(), downloadSpeed: downloadSpeed(transfers) },
    settings: sources.settings(),
    games,
    people: dirty.people ? byPeer(sources.people()) : sent.people,
    transfers,
    done: facts.done,
    notices: facts.notices.rows,
  };
}

/** What windows show before anything is known. */
export function blankState({ self, settings }: RowSources): AppState {
  const rows = { games: {}, people: {}, transfers: {}, done: [], notices: [] };
  return { self: { ...self(), downloadSpeed: 0 }, settings: settings(), ...rows };
}

function projectGames(
  sent: AppState,
  dirty: Dirty,
  facts: Facts,
  sources: RowSources,
): Pick<AppState, 'games' | 'transfers'> {
  if (dirty.games.size === 0) return sent;
  const games: Record<string, GameCard> = { ...sent.games };
  const work = new Map<string, TransferRow>(Object.entries(sent.transfers));
  for (const gameId of dirty.games) {
    const game = sources.catalog.get(gameId);
    const row = sources.row(gameId);
    if (!game || !row) continue;
    games[gameId] = gameCard(game, {
      row,
      launch: sources.launch(gameId),
      lastFailure: facts.failures.get(gameId),
      installedBytes: sources.installedBytes(gameId),
      cover: sources.cover(game),
    });
    const transfer = transferRow(row, facts.progress.get(gameId));
    if (transfer) work.set(gameId, transfer);
    else work.delete(gameId);
  }
  return { games, transfers: Object.fromEntries(work) };
}

function byPeer(people: readonly PersonRow[]): Readonly<Record<string, PersonRow>> {
  return Object.fromEntries(people.map((person) => [person.peerId, person]));
}

function downloadSpeed(transfers: Readonly<Record<string, TransferRow>>): number {
  return Object.values(transfers)
    .filter(({ step }) => step === 'downloading')
    .reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0);
}
