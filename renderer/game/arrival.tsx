import type { ReactElement } from 'react';
import type { TransferRow } from '../../shared/window/state.ts';
import { progressOf, stepOf } from '../state/card-look.ts';
import { useFormats, useStrings } from '../strings/use-strings.ts';

/** Over a cover: how much of a game has arrived, large, and from how many PCs it comes. */
export function Arrival({
  transfer,
}: {
  readonly transfer: TransferRow;
}): ReactElement | undefined {
  const { card: words } = useStrings();
  const formats = useFormats();
  const part = progressOf(transfer);
  if (part === undefined) return undefined;
  const sources = transfer.sources.length;
  return (
    <div className="arrival">
      <span className="arrival__part">{formats.percent(part)}</span>
      <span className="arrival__from">
        {sources > 0 ? words.from(sources) : words.step[stepOf(transfer)]}
      </span>
    </div>
  );
}
