import type { Availability, GameRow } from '../../shared/domain/game.ts';
import type { CardState } from '../../shared/window/state.ts';

type Facts = Pick<
  GameRow,
  'queue' | 'availability' | 'downloaded' | 'installed' | 'localVersion' | 'etiGameVersion'
>;

const WORK: Readonly<Partial<Record<Availability, CardState>>> = {
  Downloading: 'downloading',
  Installing: 'installing',
  Uninstalling: 'uninstalling',
};

/** What a card shows at one look: the work under way or to come, else what there is, else that there is more. */
export function cardState(row: Facts): CardState {
  return WORK[row.availability] ?? (row.queue ? 'downloading' : restingState(row));
}

function restingState({ downloaded, installed, localVersion, etiGameVersion }: Facts): CardState {
  if (!downloaded) return installed ? 'installed' : 'absent';
  const isOld = localVersion !== null && etiGameVersion !== null && etiGameVersion > localVersion;
  // Also where it was only downloaded: its one button then brings the newest, not the old one.
  if (isOld) return 'update';
  return installed ? 'installed' : 'downloaded';
}
