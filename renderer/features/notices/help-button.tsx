import type { ReactElement } from 'react';
import type { GameCard } from '../../../shared/window/state.ts';
import { repairGame, tryAgain, verifyGame } from '../../game/act.ts';
import { send } from '../../state/send.ts';
import { openPeople, showSettings } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';
import type { Strings } from '../../strings/strings.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';
import type { Notice } from './all-notices.ts';
import { type Help, helpFor } from './help.ts';

export interface HelpButtonProps {
  readonly notice: Notice;
  readonly onDone: () => void;
}

/** The one button that helps, where one does. */
export function HelpButton({ notice, onDone }: HelpButtonProps): ReactElement | undefined {
  const strings = useStrings();
  const { gameId } = notice;
  const card = useAppState(({ games }) => (gameId === undefined ? undefined : games[gameId]));
  const help = helpWith(notice, card);
  if (help === undefined) return undefined;
  const perform = (): void => {
    if (help === 'settings') showSettings(true);
    else if (help === 'people') openPeople();
    else if (card) ACTS[help](card);
    onDone();
  };
  return <Button onClick={perform}>{labelOf(help, strings)}</Button>;
}

const ACTS: Readonly<Record<Exclude<Help, 'settings' | 'people'>, (card: GameCard) => void>> = {
  'try-again': tryAgain,
  repair: repairGame,
  verify: (card) => void verifyGame(card),
  'open-folder': ({ id }) => void send('open-folder', { gameId: id }, id),
};

function helpWith(
  { code, isNotStarted, wrongFiles }: Notice,
  card: GameCard | undefined,
): Help | undefined {
  const canFetch = card !== undefined && card.peerCount > 0;
  const canVerify = card !== undefined && card.localVersion !== null;
  if (isNotStarted === true) return 'open-folder';
  const isDamaged = wrongFiles !== undefined && wrongFiles > 0;
  return isDamaged && canFetch ? 'repair' : helpFor(code, { canFetch, canVerify });
}

function labelOf(help: Help, { menu, notices }: Strings): string {
  const labels: Readonly<Record<Help, string>> = {
    'try-again': notices.tryAgain,
    settings: notices.openSettings,
    repair: notices.repair,
    verify: notices.verify,
    people: notices.showPeople,
    'open-folder': menu.openFolder,
  };
  return labels[help];
}
