import type { GameId } from '../../shared/domain/ids.ts';
import { listGamesFolder } from './games-folder.ts';
import type { ScannedGame, ScanProblem } from './library.ts';
import type { Pacer } from './pacer.ts';
import { absentGame, scanGame } from './scan-game.ts';

/** Games are told in batches of about this many files, so that taking one is short. */
const BATCH_FILES = 500;
const BATCH_GAMES = 100;

/**
 * Scans each of `gameIds`. One batch is read while `tell` still takes the one before, never a second
 * one, so that whoever takes them sets the pace.
 */
export async function scanAll(
  gamesFolder: string,
  gameIds: readonly GameId[],
  tell: (games: readonly ScannedGame[]) => Promise<void>,
  pacer: Pacer,
): Promise<readonly ScanProblem[]> {
  const { present, problems } = listGamesFolder(gamesFolder, gameIds);
  let batch: ScannedGame[] = [];
  let files = 0;
  let told = Promise.resolve();
  const tellNext = async (): Promise<void> => {
    await told;
    told = tell(batch);
    // It is waited for with the next batch; a failure meanwhile is no surprise to anyone.
    told.catch(() => undefined);
    [batch, files] = [[], 0];
  };
  for (const gameId of gameIds) {
    const game = present.has(gameId) ? scanGame(gamesFolder, gameId) : absentGame(gameId);
    batch.push(game);
    files += game.content?.outline.files.length ?? 0;
    if (files >= BATCH_FILES || batch.length >= BATCH_GAMES) {
      await tellNext();
    }
    await pacer.step();
  }
  await tellNext();
  await told;
  return problems;
}
