import type { Availability } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { TransferRow, TransferStep } from '../../shared/window/state.ts';
import type { Progress } from './progress.ts';

const STEPS: Readonly<Partial<Record<Availability, TransferStep>>> = {
  Downloading: 'downloading',
  Installing: 'unpacking',
  Uninstalling: 'uninstalling',
  Removing: 'removing',
  Verifying: 'verifying',
};

const UNKNOWN: Omit<TransferRow, 'gameId' | 'step'> = {
  bytesDone: 0,
  bytesTotal: 0,
  bytesPerSecond: 0,
  etaSeconds: null,
  sources: [],
};

/** The work on a game; undefined while nothing is being done to it. */
export function transferRow(
  gameId: GameId,
  availability: Availability,
  progress: Progress | undefined,
): TransferRow | undefined {
  const step = STEPS[availability];
  if (step === undefined) return undefined;
  if (!progress) return { ...UNKNOWN, gameId, step };
  const { bytesDone, bytesTotal, bytesPerSecond, etaSeconds, sources } = progress;
  const known = { bytesDone, bytesTotal, bytesPerSecond, etaSeconds, sources };
  // All bytes are here: what is left is to flush, to compare and to switch.
  const isChecking = step === 'downloading' && bytesTotal > 0 && bytesDone >= bytesTotal;
  return { ...known, gameId, step: isChecking ? 'checking' : step };
}
