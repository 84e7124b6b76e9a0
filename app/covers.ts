import type { CoverPlace } from '../main/shell/cover-file.ts';
import { coverUrl } from '../main/shell/page-path.ts';
import type { CatalogGame } from '../shared/domain/game.ts';
import type { GameId } from '../shared/domain/ids.ts';
import type { Composition } from './compose.ts';

/** Which games have a cover, and where it lies: in the own copy, else with the catalog. */
export interface Covers {
  /** Where the window finds a game's cover; another one after the picture has changed. */
  readonly urlOf: (game: CatalogGame) => string | undefined;
  /** Where it may lie on disk, the best place first. */
  readonly placesOf: (gameId: GameId) => readonly CoverPlace[];
}

// The catalog is read once, and so are its pictures.
const CATALOG_MARK = 'catalog';

export function createCovers({ catalog, engine }: Pick<Composition, 'catalog' | 'engine'>): Covers {
  const { view } = engine;
  return {
    urlOf: ({ id, cover }) => {
      const own = view.cover(id);
      if (own) return coverUrl(id, `${own.mtimeMs}-${own.size}`);
      return cover === undefined ? undefined : coverUrl(id, CATALOG_MARK);
    },
    placesOf: (gameId) => {
      const own = view.cover(gameId);
      const art = catalog.games.get(gameId)?.cover;
      return [
        ...(own ? [{ folder: view.status().gamesDir, path: `${gameId}/${own.name}` }] : []),
        ...(art === undefined ? [] : [{ folder: catalog.folder, path: art }]),
      ];
    },
  };
}
