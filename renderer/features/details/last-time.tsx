import { CircleCheck, CircleX } from 'lucide-react';
import type { ReactElement } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useNow } from '../../state/use-now.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';

/** What was last finished on a game, if anything was. */
export function LastTime({ gameId }: { readonly gameId: GameId }): ReactElement | undefined {
  const { details, downloads } = useStrings();
  const formats = useFormats();
  const now = useNow();
  const last = useAppState(({ done }) => done.find((row) => row.gameId === gameId));
  if (!last) return undefined;
  const size = last.bytes > 0 ? formats.bytes(last.bytes) : undefined;
  return (
    <section>
      <h3 className="details__heading">{details.lastTime}</h3>
      <p className="last-time" data-what={last.what}>
        {last.what === 'failed' ? <CircleX /> : <CircleCheck />}
        <span>
          {downloads.what[last.what]}
          {size !== undefined && `, ${downloads.took(size, formats.duration(last.seconds))}`}
        </span>
        <span className="last-time__ago">{formats.ago(last.atMs, now)}</span>
      </p>
    </section>
  );
}
