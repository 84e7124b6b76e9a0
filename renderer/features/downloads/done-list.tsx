import { CircleCheck, CircleX } from 'lucide-react';
import type { ReactElement } from 'react';
import type { DoneRow } from '../../../shared/window/state.ts';
import { openGame } from '../../state/ui-store.ts';
import { useAppState, useGame } from '../../state/use-app-state.ts';
import { useNow } from '../../state/use-now.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';

/** What was finished, newest first. */
export function DoneList(): ReactElement {
  const { downloads: words } = useStrings();
  const done = useAppState((state) => state.done);
  const now = useNow();
  if (done.length === 0) return <p className="downloads__nothing">{words.nothingDone}</p>;
  return (
    <ul className="done">
      {done.map((row) => (
        <Done key={`${row.gameId} ${row.what} ${row.atMs}`} row={row} now={now} />
      ))}
    </ul>
  );
}

interface DoneProps {
  readonly row: DoneRow;
  readonly now: number;
}

function Done({ row, now }: DoneProps): ReactElement {
  const { downloads: words } = useStrings();
  const formats = useFormats();
  const title = useGame(row.gameId)?.title ?? row.gameId;
  const took =
    row.bytes > 0 ? words.took(formats.bytes(row.bytes), formats.duration(row.seconds)) : undefined;
  return (
    <li>
      <button
        type="button"
        className="done__row"
        data-what={row.what}
        onClick={() => {
          openGame(row.gameId);
        }}
      >
        {row.what === 'failed' ? <CircleX /> : <CircleCheck />}
        <span className="done__words">
          <span className="done__title">{title}</span>
          <span className="done__detail">
            {[words.what[row.what], took].filter(Boolean).join(', ')}
          </span>
        </span>
        <span className="done__ago">{formats.ago(row.atMs, now)}</span>
      </button>
    </li>
  );
}
