import type { GameId } from '../../../shared/domain/ids.ts';
import { LanspreadError } from '../../../shared/errors.ts';

/** What a transfer that was stopped fails with. */
export function cancelled(reason: unknown): LanspreadError {
  if (reason instanceof LanspreadError) return reason;
  return new LanspreadError('cancelled', 'The download was cancelled.', { cause: reason });
}

/** What a transfer fails with when nobody is left to ask. */
export function noSourceLeft(gameId: GameId, wereAllLiars: boolean): LanspreadError {
  return wereAllLiars
    ? new LanspreadError(
        'hash-mismatch',
        `${gameId}: every PC that has it gave wrong bytes. Verify their copies, then try again.`,
      )
    : new LanspreadError(
        'sources-lost',
        `${gameId}: no PC that has it can be reached any more. What was fetched is kept: download it again when one is back.`,
      );
}

/** What a transfer fails with when a worker is gone. */
export function fetchWorkerDied(): LanspreadError {
  return new LanspreadError(
    'internal',
    'The part of the program that fetches games stopped unexpectedly. Try again: it goes on where it was.',
  );
}

/** What a transfer fails with when the program ends. */
export function shuttingDown(): LanspreadError {
  return new LanspreadError('shutting-down', 'Lanspread is shutting down.');
}
