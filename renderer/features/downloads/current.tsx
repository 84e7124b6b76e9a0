import type { ReactElement } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import { Cover } from '../../game/cover.tsx';
import { StatusLine } from '../../game/status-line.tsx';
import { isHeld, progressOf, stepOf } from '../../state/card-look.ts';
import { useGame, useTransfer } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { QueueButtons } from './queue-buttons.tsx';

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
          {words.step[stepOf(transfer)]}
          {others > 0 && `, ${downloads.andMore(others)}`}
        </p>
      </div>
      <ProgressBar label={card.title} part={isHeld(transfer) ? (part ?? 0) : part} />
      {part !== undefined && <span className="current__part">{formats.percent(part)}</span>}
      {!isHeld(transfer) && <StatusLine card={card} transfer={transfer} />}
      {transfer.sources.length > 0 && (
        <span className="current__from">{words.from(transfer.sources.length)}</span>
      )}
      <QueueButtons transfer={transfer} title={card.title} />
    </div>
  );
}
