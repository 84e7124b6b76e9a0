import type { GameId } from '../../shared/domain/ids.ts';
import { planRemoval } from '../state/removals.ts';
import {
  openGame,
  openPeople,
  searchFor,
  showFilter,
  showSettings,
  toggleDownloads,
} from '../state/ui-store.ts';

/** Opens what the address names, such as `people,downloads` or `game:aoe2`. */
export function openPart(names: string): void {
  for (const name of names.split(',')) openOne(name);
}

const PARTS: Readonly<Record<string, (detail: string) => void>> = {
  people: openPeople,
  downloads: toggleDownloads,
  settings: () => {
    showSettings(true);
  },
  updates: () => {
    showFilter('updates');
  },
  installed: () => {
    showFilter('installed');
  },
  search: searchFor,
  game: (id) => {
    openGame(id as GameId);
  },
  remove: (id) => {
    planRemoval(id as GameId, 'remove');
  },
};

function openOne(name: string): void {
  const [part = '', detail = ''] = name.split(':');
  PARTS[part]?.(detail);
}
