import type { ReactElement } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import { StatusLine } from '../../game/status-line.tsx';
import { isHeld, progressOf, stepOf } from '../../state/card-look.ts';
import { useGame, useTransfer } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';

/** What is being done to a game now, and how far it has come. */
export function Work({ gameId }: { readonly gameId: GameId }): ReactElement | undefined {
  const { downloads, details, card: words } = useStrings();
  const formats = useFormats();
  const card = useGame(gameId);
  const transfer = useTransfer(gameId);
  if (!card || !transfer) return undefined;
  const part = progressOf(transfer);
  const { bytesDone, bytesTotal, step } = transfer;
  return (
    <section className="work">
      <div className="work__line">
        <span className="work__step">{words.step[stepOf(transfer)]}</span>
        {part !== undefined && <span className="work__part">{formats.percent(part)}</span>}
      </div>
      <ProgressBar label={words.step[step]} part={isHeld(transfer) ? (part ?? 0) : part} />
      <div className="work__line">
        {transfer.bytesPerSecond > 0 && <StatusLine card={card} transfer={transfer} />}
        {bytesTotal > 0 && (
          <span className="work__bytes">
            {downloads.of(formats.bytes(bytesDone), formats.bytes(bytesTotal))}
          </span>
        )}
      </div>
      {step === 'downloading' && bytesDone > 0 && (
        <p className="work__hint">{details.keepsWhatIsHere}</p>
      )}
    </section>
  );
}
