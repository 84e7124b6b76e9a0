import type { GameId } from '../../shared/domain/ids.ts';
import type { ScannedGame } from './library.ts';

/** What a scan tells of a game that has no folder. */
export function absentGame(gameId: GameId): ScannedGame {
  return {
    gameId,
    version: undefined,
    content: undefined,
    installed: false,
    archives: [],
    problems: [],
    hasReadFault: false,
    mayBeUnfinished: false,
  };
}
