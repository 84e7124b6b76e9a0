import type { GameId } from '../../shared/domain/ids.ts';
import type { WindowSettings } from '../../shared/window/settings.ts';
import type { GameCard } from '../../shared/window/state.ts';
import { searchRank } from './search.ts';
import type { LibraryFilter } from './ui-store.ts';

type Games = Readonly<Record<string, GameCard>>;

/** What decides which games are seen, and in which order. */
export interface LibraryQuery {
  readonly filter: LibraryFilter;
  readonly query: string;
  readonly sort: WindowSettings['sort'];
}

/** The games to show: those that can be had now, then those that nobody here has. */
export interface LibraryView {
  readonly here: readonly GameId[];
  readonly missing: readonly GameId[];
}

export interface LibraryCounts {
  readonly all: number;
  readonly installed: number;
  readonly updates: number;
}

const FILTERS: Readonly<Record<LibraryFilter, (card: GameCard) => boolean>> = {
  all: () => true,
  installed: (card) => isInstalled(card),
  updates: (card) => card.state === 'update',
};

// The same order everywhere; numbers by their value, so that Quake 4 follows Quake 3.
const titles = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const ORDERS: Readonly<Record<WindowSettings['sort'], (a: GameCard, b: GameCard) => number>> = {
  name: () => 0,
  size: (a, b) => b.size - a.size,
  people: (a, b) => b.peerCount - a.peerCount,
  newest: (a, b) => (b.newestVersion ?? '').localeCompare(a.newestVersion ?? ''),
};

/** Which games are shown, in which order. */
export function viewLibrary(games: Games, { filter, query, sort }: LibraryQuery): LibraryView {
  const found = Object.values(games)
    .filter(FILTERS[filter])
    .map((card) => ({ card, rank: searchRank(card, query) }))
    .filter(({ rank }) => rank !== undefined)
    .sort(
      (a, b) =>
        (a.rank ?? 0) - (b.rank ?? 0) || ORDERS[sort](a.card, b.card) || byTitle(a.card, b.card),
    )
    .map(({ card }) => card);
  return {
    here: found.filter((card) => !isMissing(card)).map(({ id }) => id),
    missing: found.filter(isMissing).map(({ id }) => id),
  };
}

/** How many games each filter shows. */
export function countGames(games: Games): LibraryCounts {
  const cards = Object.values(games);
  return {
    all: cards.length,
    installed: cards.filter(FILTERS.installed).length,
    updates: cards.filter(FILTERS.updates).length,
  };
}

/** Whether the game can neither be played nor fetched. */
export function isMissing(card: GameCard): boolean {
  return card.state === 'absent' && card.peerCount === 0;
}

function isInstalled({ state }: GameCard): boolean {
  return state === 'installed' || state === 'update';
}

function byTitle(a: GameCard, b: GameCard): number {
  return titles.compare(a.title, b.title) || (a.id < b.id ? -1 : 1);
}
