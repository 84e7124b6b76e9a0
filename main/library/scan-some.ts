import type { GameId } from '../../shared/domain/ids.ts';
import type { ScannedGame } from './library.ts';
import type { Pacer } from './pacer.ts';
import { scanGame } from './scan-game.ts';

/** Games are told in batches of about this many files, so that taking one is short. */
export const BATCH_FILES = 1_000;

/**
 * Scans the first of `gameIds`, in their order: as many as have `BATCH_FILES` files together, one at
 * least. The rest is asked for again, so that whoever takes the games sets the pace.
 */
export async function scanSome(
  gamesFolder: string,
  gameIds: readonly GameId[],
  pacer: Pacer,
): Promise<readonly ScannedGame[]> {
  const games: ScannedGame[] = [];
  let files = 0;
  for (const gameId of gameIds) {
    const game = scanGame(gamesFolder, gameId);
    games.push(game);
    files += game.content?.outline.files.length ?? 0;
    if (files >= BATCH_FILES) break;
    await pacer.step();
  }
  return games;
}
