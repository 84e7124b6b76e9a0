import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';

/** It was asked for before. */
export function alreadyQueued(gameId: GameId): LanspreadError {
  return new LanspreadError(
    'operation-active',
    `${gameId} is among the downloads already, and waits for its turn. Wait, or cancel it.`,
  );
}

/** What is being installed has nothing left to pause. */
export function beingInstalled(gameId: GameId): LanspreadError {
  return new LanspreadError(
    'operation-active',
    `${gameId} is fetched and being installed, which can't be paused. Wait, or cancel it.`,
  );
}

/** There is no such download. */
export function notQueued(gameId: GameId): LanspreadError {
  return new LanspreadError(
    'not-downloaded',
    `${gameId} is not among the downloads. Download it first.`,
  );
}

/** It was taken out of the queue before its turn came. */
export function neverBegun(gameId: GameId): LanspreadError {
  return new LanspreadError('cancelled', `${gameId}: stopped before it was downloaded.`);
}

/** Whoever waits for a download is told so when the program ends. */
export function closing(): LanspreadError {
  return new LanspreadError('shutting-down', 'Lanspread is being closed.');
}
