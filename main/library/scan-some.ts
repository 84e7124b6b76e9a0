import { AS_KNOWN, type SeenGame } from './packed.ts';
import type { Pacer } from './pacer.ts';
import { type GameToScan, scanGame } from './scan-game.ts';

/** Games are told in batches of about this many files, so that taking one is short. */
export const BATCH_FILES = 1_000;

/**
 * Scans the first of `games`, in their order: as many as have `BATCH_FILES` files together, one at
 * least. The rest is asked for again, so that whoever takes the games sets the pace.
 */
export async function scanSome(
  gamesFolder: string,
  games: readonly GameToScan[],
  pacer: Pacer,
): Promise<readonly SeenGame[]> {
  const seen: SeenGame[] = [];
  let files = 0;
  for (const game of games) {
    const found = scanGame(gamesFolder, game);
    seen.push(found);
    files += filesToTake(found);
    if (files >= BATCH_FILES) break;
    await pacer.step();
  }
  return seen;
}

function filesToTake({ content }: SeenGame): number {
  return content === undefined || content === AS_KNOWN ? 0 : content.outline.files.length;
}
