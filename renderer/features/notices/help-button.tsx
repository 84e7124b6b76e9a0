import type { ReactElement } from 'react';
import { repairGame, tryAgain, verifyGame } from '../../game/act.ts';
import { openPeople, showSettings } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';
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
  const { notices: words } = useStrings();
  const { code, gameId, wrongFiles } = notice;
  const card = useAppState(({ games }) => (gameId === undefined ? undefined : games[gameId]));
  const canFetch = card !== undefined && card.peerCount > 0;
  const canVerify = card !== undefined && card.localVersion !== null;
  const isDamaged = wrongFiles !== undefined && wrongFiles > 0;
  const help = isDamaged && canFetch ? 'repair' : helpFor(code, { canFetch, canVerify });
  if (help === undefined) return undefined;
  const labels: Readonly<Record<Help, string>> = {
    'try-again': words.tryAgain,
    settings: words.openSettings,
    repair: words.repair,
    verify: words.verify,
    people: words.showPeople,
  };
  const perform = (): void => {
    if (help === 'settings') showSettings(true);
    if (help === 'people') openPeople();
    if (help === 'repair' && card) repairGame(card);
    if (help === 'verify' && card) void verifyGame(card);
    if (help === 'try-again' && card) tryAgain(card);
    onDone();
  };
  return <Button onClick={perform}>{labels[help]}</Button>;
}
