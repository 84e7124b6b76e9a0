import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SENTINEL } from '../../shared/domain/content.ts';
import type { ContentHash, GameId } from '../../shared/domain/ids.ts';
import { isOurName } from '../../shared/domain/portable-path.ts';
import { absentGame } from './absent-game.ts';
import { entryKind } from './entry-kind.ts';
import { assertGamesFolder } from './games-folder.ts';
import type { ScannedGame, ScanProblem } from './library.ts';
import { AS_KNOWN, type SeenGame } from './packed.ts';
import { isSystemError, readFault } from './read-fault.ts';
import { readSentinel } from './read-sentinel.ts';
import { type ContentProblem, scanContent } from './scan-content.ts';

const ARCHIVE_ENDING = '.eti';
const INSTALL_FOLDER = 'local';

/** A game to look at, and the fingerprint of its content as the asking side knows it, if it does. */
export interface GameToScan {
  readonly gameId: GameId;
  readonly fingerprint: ContentHash | undefined;
}

/**
 * Reads one game's folder as it stands; synchronous, so it belongs in a worker. Without the games
 * folder itself it fails with `io-error`: a drive that is unplugged uninstalls no game.
 */
export function scanGame(gamesFolder: string, game: GameToScan): SeenGame {
  const { gameId } = game;
  const folder = join(gamesFolder, gameId);
  try {
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (!stats) return absentFrom(gamesFolder, gameId);
    if (stats.isDirectory()) return scanFolder(folder, game);
    return brokenGame(
      gameId,
      `is ${entryKind(stats)}. Put the game's real folder in its place, then rescan.`,
    );
  } catch (error) {
    if (!isSystemError(error)) throw error;
    assertGamesFolder(gamesFolder);
    const problem = `can't be read: ${readFault(error)}. Allow it, then rescan.`;
    return { ...brokenGame(gameId, problem), hasReadFault: true, mayBeUnfinished: true };
  }
}

function absentFrom(gamesFolder: string, gameId: GameId): ScannedGame {
  assertGamesFolder(gamesFolder);
  return absentGame(gameId);
}

interface FolderScan {
  readonly gameId: GameId;
  readonly folder: string;
  readonly entries: readonly Dirent[];
  readonly problems: ScanProblem[];
}

function scanFolder(folder: string, { gameId, fingerprint }: GameToScan): SeenGame {
  const entries = readdirSync(folder, { withFileTypes: true });
  const scan: FolderScan = { gameId, folder, entries, problems: [] };
  const { version, problem, ...sentinel } = readSentinel(folder, entries);
  if (problem !== undefined) scan.problems.push(problemAt(gameId, SENTINEL, problem));
  // Without a version nobody asks what the folder holds.
  const content = version === undefined ? undefined : scanContent(folder, entries, fingerprint);
  return {
    gameId,
    version,
    content: usableContent(scan, content),
    installed: isInstalled(scan),
    archives: archivesAmong(entries),
    problems: scan.problems,
    hasReadFault: sentinel.hasReadFault || (content !== undefined && hasReadFault(content)),
    mayBeUnfinished: entries.length === 0 || entries.some(({ name }) => isOurName(name)),
  };
}

function usableContent(
  { gameId, problems }: FolderScan,
  content: ReturnType<typeof scanContent> | undefined,
): SeenGame['content'] {
  if (content === undefined || !isProblem(content)) return content;
  const message =
    `can't be passed on: ${content.problem}. Remove or rename that, or move it out of the ` +
    "game's folder, then rescan.";
  problems.push(problemAt(gameId, content.path, message));
  return undefined;
}

function hasReadFault(content: ReturnType<typeof scanContent>): boolean {
  return isProblem(content) && content.isReadFault;
}

function isProblem(content: ReturnType<typeof scanContent>): content is ContentProblem {
  return content !== AS_KNOWN && 'problem' in content;
}

function isInstalled({ gameId, folder, problems }: FolderScan): boolean {
  const stats = lstatSync(join(folder, INSTALL_FOLDER), { throwIfNoEntry: false });
  if (!stats || stats.isDirectory()) return stats !== undefined;
  const message =
    `does not count as installed: ${INSTALL_FOLDER} is ${entryKind(stats)}, no folder. ` +
    'Move it away, then install the game again.';
  problems.push(problemAt(gameId, INSTALL_FOLDER, message));
  return false;
}

function archivesAmong(entries: readonly Dirent[]): readonly string[] {
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return files.filter((name) => name.toLowerCase().endsWith(ARCHIVE_ENDING)).sort();
}

function brokenGame(gameId: GameId, problem: string): ScannedGame {
  return { ...absentGame(gameId), problems: [problemAt(gameId, '', problem)] };
}

function problemAt(gameId: GameId, path: string, problem: string): ScanProblem {
  return {
    gameId,
    path: path === '' ? gameId : `${gameId}/${path}`,
    message: `${gameId} ${problem}`,
  };
}
