import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { ScanProblem } from './library.ts';
import { readFault } from './read-fault.ts';

/** What lies directly in the games folder. */
export interface GamesFolderListing {
  /** The games that have something in their place. */
  readonly present: ReadonlySet<GameId>;
  /** Folders that are no game's. */
  readonly problems: readonly ScanProblem[];
}

/** Folders outside the catalog that are told one by one; the rest is told as a number. */
export const MAX_UNKNOWN_FOLDERS_TOLD = 100;

/** Lists the games folder, itself possibly a link; fails with `io-error` where it can't be read. */
export function listGamesFolder(
  gamesFolder: string,
  gameIds: readonly GameId[],
): GamesFolderListing {
  const entries = readGamesFolder(gamesFolder);
  const names = new Set(entries.map(({ name }) => name));
  const present = new Set(gameIds.filter((id) => names.has(id)));
  const ids: ReadonlySet<string> = new Set(gameIds);
  const unknown: string[] = [];
  for (const entry of entries.filter((found) => found.isDirectory() && !ids.has(found.name))) {
    const id = entry.name.toLowerCase() as GameId;
    // On a disk that ignores case, the folder of another spelling is the game's own.
    if (ids.has(id) && !names.has(id) && exists(join(gamesFolder, id))) present.add(id);
    else if (!entry.name.startsWith('.')) unknown.push(entry.name);
  }
  return { present, problems: unknownFolders(unknown.sort()) };
}

/** Fails with `io-error` where the games folder is not there or no folder. */
export function assertGamesFolder(gamesFolder: string): void {
  try {
    if (statSync(gamesFolder).isDirectory()) return;
  } catch (error) {
    throw unreadable(readFault(error), error);
  }
  throw unreadable('it is no folder');
}

function readGamesFolder(gamesFolder: string): readonly Dirent[] {
  try {
    return readdirSync(gamesFolder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(readFault(error), error);
  }
}

function unreadable(fault: string, cause?: unknown): LanspreadError {
  const message = `The games folder can't be read: ${fault}. Connect its drive or choose another folder.`;
  return new LanspreadError('io-error', message, { cause });
}

function unknownFolders(names: readonly string[]): readonly ScanProblem[] {
  const told = names.slice(0, MAX_UNKNOWN_FOLDERS_TOLD).map((name) => ({
    path: name,
    message:
      `The folder ${JSON.stringify(name)} is not in the catalog, so it is neither listed nor ` +
      "served. Rename it to its game's id, or load a catalog that has it.",
  }));
  const rest = names.length - told.length;
  if (rest === 0) return told;
  return [...told, { path: '.', message: `${rest} more folders are not in the catalog.` }];
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
