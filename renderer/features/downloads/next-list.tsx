import type { ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { TransferRow } from '../../../shared/window/state.ts';
import { statusText } from '../../game/status-text.ts';
import { progressOf } from '../../state/card-look.ts';
import { orderTransfers } from '../../state/transfer-order.ts';
import { openGame } from '../../state/ui-store.ts';
import { useAppState, useGame } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { MoveButtons, QueueButtons } from './queue-buttons.tsx';

/** The downloads to come, the next one first. */
export function NextList(): ReactElement {
  const { downloads: words } = useStrings();
  const rows = useAppState(useShallow(({ transfers }) => orderTransfers(transfers).next));
  const first = rows[0]?.queue?.position ?? 0;
  if (rows.length === 0) return <p className="downloads__nothing">{words.nothingNext}</p>;
  return (
    <ol className="next">
      {rows.map((row, index) => (
        <NextRow
          key={row.gameId}
          row={row}
          first={first}
          before={rows[index - 1]?.queue?.position}
        />
      ))}
    </ol>
  );
}

interface NextRowProps {
  readonly row: TransferRow;
  readonly before: number | undefined;
  readonly first: number;
}

function NextRow({ row, before, first }: NextRowProps): ReactElement {
  const { gameId } = row;
  const title = useGame(gameId)?.title ?? gameId;
  return (
    <li className="next__row">
      <button
        type="button"
        className="next__game"
        onClick={() => {
          openGame(gameId);
        }}
      >
        <span className="next__title" title={title}>
          {title}
        </span>
        <NextState row={row} />
      </button>
      <MoveButtons gameId={gameId} title={title} before={before} first={first} />
      <QueueButtons transfer={row} title={title} />
    </li>
  );
}

// Why it does not go on, and how far it has come.
function NextState({ row }: { readonly row: TransferRow }): ReactElement | undefined {
  const strings = useStrings();
  const formats = useFormats();
  const card = useGame(row.gameId);
  if (!card) return undefined;
  const { text, tone } = statusText({ card, transfer: row, freeBytes: null }, strings, formats);
  const part = progressOf(row);
  return (
    <span className="next__state" data-tone={tone}>
      {[text, part === undefined ? undefined : formats.percent(part)].filter(Boolean).join(', ')}
    </span>
  );
}
