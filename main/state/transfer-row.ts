import type { Availability, GameRow } from '../../shared/domain/game.ts';
import type { TransferRow, TransferStep } from '../../shared/window/state.ts';
import type { Progress } from './progress.ts';

const STEPS: Readonly<Partial<Record<Availability, TransferStep>>> = {
  Downloading: 'downloading',
  Installing: 'unpacking',
  Uninstalling: 'uninstalling',
  Removing: 'removing',
  Verifying: 'verifying',
};

const AT_REST: Pick<TransferRow, 'bytesPerSecond' | 'etaSeconds' | 'sources'> = {
  bytesPerSecond: 0,
  etaSeconds: null,
  sources: [],
};

type Facts = Pick<GameRow, 'id' | 'availability' | 'queue'>;

/** The work on a game, or its download to come; undefined while there is neither. */
export function transferRow(
  { id: gameId, availability, queue }: Facts,
  progress: Progress | undefined,
): TransferRow | undefined {
  const step = STEPS[availability];
  // A download to come stands back behind whatever else is being done to the game.
  const isDownload = step === undefined || step === 'downloading' || step === 'unpacking';
  const place = isDownload ? queue : null;
  if (step === undefined && !place) return undefined;
  const figures = progress ?? figuresOf(step === 'unpacking' ? null : place);
  const { bytesDone, bytesTotal, bytesPerSecond, etaSeconds, sources } = figures;
  return {
    gameId,
    step: stepOf(step ?? 'downloading', figures),
    queue: place && { state: place.state, position: place.position },
    ...{ bytesDone, bytesTotal, bytesPerSecond, etaSeconds, sources },
  };
}

// All bytes are here: what is left is to flush, to compare and to switch.
function stepOf(step: TransferStep, { bytesDone, bytesTotal }: Figures): TransferStep {
  const isChecking = step === 'downloading' && bytesTotal > 0 && bytesDone >= bytesTotal;
  return isChecking ? 'checking' : step;
}

type Figures = Omit<Progress, 'sinceMs'>;

// After a restart only the queue knows how far it was.
function figuresOf(place: Facts['queue']): Figures {
  return { ...AT_REST, bytesDone: place?.bytesDone ?? 0, bytesTotal: place?.bytesTotal ?? 0 };
}
