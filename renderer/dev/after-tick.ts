import type {
  AppState,
  Change,
  GameCard,
  PersonRow,
  TransferRow,
} from '../../shared/window/state.ts';

/** What one PC gives at full speed: a gigabit line shared a little. */
const SOURCE_SPEED = 27e6;

/** What this PC gives others while it fetches. */
const UPLOAD_SPEED = 38e6;

/** What changes in a moment of `seconds`. */
export function afterTick(state: AppState, seconds: number): readonly Change[] {
  const moving = Object.values(state.transfers).filter((row) => row.sources.length > 0);
  const rows = moving.map((row) => advanced(row, seconds));
  const finished = rows.filter((row) => row.bytesDone >= row.bytesTotal);
  const downloadSpeed = rows.reduce((sum, row) => sum + row.bytesPerSecond, 0);
  const uploadSpeed = moving.length > 0 ? wobble(UPLOAD_SPEED) : 0;
  const ends: readonly Change[] = [
    { type: 'drop-transfers', ids: finished.map((row) => row.gameId) },
    { type: 'put-games', rows: finished.flatMap((row) => installed(state, row)) },
  ];
  return [
    { type: 'put-transfers', rows: rows.filter((row) => !finished.includes(row)) },
    ...(finished.length > 0 ? ends : []),
    { type: 'put-people', rows: fed(state, uploadSpeed) },
    { type: 'set-self', self: { ...state.self, downloadSpeed, uploadSpeed } },
  ];
}

// Every third PC fetches something from here.
function fed({ people }: AppState, uploadSpeed: number): readonly PersonRow[] {
  const takers = Object.values(people).filter((_, index) => index % 3 === 1);
  return takers.map((person) => ({ ...person, uploadSpeed: uploadSpeed / takers.length }));
}

function advanced(row: TransferRow, seconds: number): TransferRow {
  const sources = row.sources.map(({ peerId }, index) => ({
    peerId,
    bytesPerSecond: wobble(SOURCE_SPEED * (1 - index * 0.12)),
  }));
  const bytesPerSecond = sources.reduce((sum, source) => sum + source.bytesPerSecond, 0);
  const bytesDone = row.bytesDone + bytesPerSecond * seconds;
  const etaSeconds = (row.bytesTotal - bytesDone) / bytesPerSecond;
  return { ...row, sources, bytesPerSecond, bytesDone, etaSeconds };
}

function installed({ games }: AppState, { gameId }: TransferRow): readonly GameCard[] {
  const card = games[gameId];
  if (!card) return [];
  const copy = { localVersion: card.newestVersion, canPlay: true } as const;
  return [{ ...card, ...copy, state: 'installed', availability: 'Ready', queue: null }];
}

function wobble(speed: number): number {
  return speed * (0.93 + 0.14 * Math.random());
}
