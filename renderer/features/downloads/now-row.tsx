import type { ReactElement } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import { Cover } from '../../game/cover.tsx';
import { StatusLine } from '../../game/status-line.tsx';
import { progressOf, stepOf } from '../../state/card-look.ts';
import { openGame } from '../../state/ui-store.ts';
import { useGame, useTransfer } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Givers } from './givers.tsx';
import { QueueButtons } from './queue-buttons.tsx';

/** One game that is being worked on: how far, how fast, and who gives what. */
export function NowRow({ gameId }: { readonly gameId: GameId }): ReactElement | undefined {
  const { card: words, downloads } = useStrings();
  const formats = useFormats();
  const card = useGame(gameId);
  const transfer = useTransfer(gameId);
  if (!card || !transfer) return undefined;
  const part = progressOf(transfer);
  const { bytesDone, bytesTotal } = transfer;
  return (
    <article className="now-row">
      <button
        type="button"
        className="now-row__cover"
        aria-label={card.title}
        onClick={() => {
          openGame(gameId);
        }}
      >
        <Cover card={card} part={part} />
      </button>
      <div className="now-row__words">
        <div className="now-row__head">
          <h3 className="now-row__title" title={card.title}>
            {card.title}
          </h3>
          <QueueButtons transfer={transfer} title={card.title} />
        </div>
        <div className="now-row__line">
          <span>
            {words.step[stepOf(transfer)]}
            {part !== undefined && ` ${formats.percent(part)}`}
          </span>
          {bytesTotal > 0 && (
            <span>{downloads.of(formats.bytes(bytesDone), formats.bytes(bytesTotal))}</span>
          )}
        </div>
        <ProgressBar label={card.title} part={part} />
        {transfer.step === 'downloading' && <StatusLine card={card} transfer={transfer} />}
        <Givers sources={transfer.sources} />
      </div>
    </article>
  );
}
