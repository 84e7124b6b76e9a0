import type { GameId } from '../../shared/domain/ids.ts';
import { listGamesFolder } from './games-folder.ts';
import type { ScannedGame, ScanProblem } from './library.ts';
import type { Pacer } from './pacer.ts';
import { absentGame, scanGame } from './scan-game.ts';

/** Games are told in batches of about this many files, so that taking one is short. */
const BATCH_FILES = 1_000;
const BATCH_GAMES = 100;

/** Scans each of `gameIds`; `tell` is waited for, so that it sets the pace. */
export async function scanAll(
  gamesFolder: string,
  gameIds: readonly GameId[],
  tell: (games: readonly ScannedGame[]) => Promise<void>,
  pacer: Pacer,
): Promise<readonly ScanProblem[]> {
  const { present, problems } = listGamesFolder(gamesFolder, gameIds);
  let batch: ScannedGame[] = [];
  let files = 0;
  for (const gameId of gameIds) {
    const game = present.has(gameId) ? scanGame(gamesFolder, gameId) : absentGame(gameId);
    batch.push(game);
    files += game.content?.outline.files.length ?? 0;
    if (files >= BATCH_FILES || batch.length >= BATCH_GAMES) {
      await tell(batch);
      [batch, files] = [[], 0];
    }
    await pacer.step();
  }
  await tell(batch);
  return problems;
}
