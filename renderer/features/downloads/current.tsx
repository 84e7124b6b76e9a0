import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import { act } from '../../game/act.ts';
import { Cover } from '../../game/cover.tsx';
import { StatusLine } from '../../game/status-line.tsx';
import { isWaiting, mainAction, progressOf } from '../../state/card-look.ts';
import { useGame, useTransfer } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';

export interface CurrentProps {
  readonly gameId: GameId;
  /** So many more are being worked on. */
  readonly others: number;
}

/** The one game that the bar tells of. */
export function Current({ gameId, others }: CurrentProps): ReactElement | undefined {
  const { card: words, downloads } = useStrings();
  const formats = useFormats();
  const card = useGame(gameId);
  const transfer = useTransfer(gameId);
  if (!card || !transfer) return undefined;
  const part = progressOf(transfer);
  return (
    <div className="current">
      <div className="current__cover" aria-hidden>
        <Cover card={card} />
      </div>
      <div className="current__words">
        <p className="current__title" title={card.title}>
          {card.title}
        </p>
        <p className="current__step">
          {words.step[transfer.step]}
          {others > 0 && `, ${downloads.andMore(others)}`}
        </p>
      </div>
      <ProgressBar label={card.title} part={isWaiting(transfer) ? 0 : part} />
      {part !== undefined && <span className="current__part">{formats.percent(part)}</span>}
      <StatusLine card={card} transfer={transfer} />
      {transfer.sources.length > 0 && (
        <span className="current__from">{words.from(transfer.sources.length)}</span>
      )}
      {mainAction(card) === 'cancel' && (
        <IconButton
          label={`${words.cancel}: ${card.title}`}
          icon={<X />}
          onClick={() => {
            act(card, 'cancel');
          }}
        />
      )}
    </div>
  );
}
