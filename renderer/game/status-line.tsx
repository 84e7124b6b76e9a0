import type { ReactElement } from 'react';
import type { GameCard, TransferRow } from '../../shared/window/state.ts';
import { usePlannedRemoval } from '../state/removals.ts';
import { useAppState } from '../state/use-app-state.ts';
import { useFormats, useStrings } from '../strings/use-strings.ts';
import { type StatusText, statusText } from './status-text.ts';

export interface StatusLineProps {
  readonly card: GameCard;
  readonly transfer: TransferRow | undefined;
}

/** A game's one grey line. */
export function StatusLine(props: StatusLineProps): ReactElement {
  const { text, tone } = useStatusText(props);
  return (
    <p className="status-line" data-tone={tone} title={text}>
      {text}
    </p>
  );
}

function useStatusText({ card, transfer }: StatusLineProps): StatusText {
  const strings = useStrings();
  const formats = useFormats();
  const isPlanned = usePlannedRemoval(card.id) !== undefined;
  const freeBytes = useAppState(({ self }) => self.freeBytes);
  if (isPlanned) return { text: strings.card.aboutToRemove, tone: 'bad' };
  return statusText({ card, transfer, freeBytes }, strings, formats);
}
