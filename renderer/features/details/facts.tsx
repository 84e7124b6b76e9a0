import type { ReactElement } from 'react';
import type { GameCard } from '../../../shared/window/state.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';

/** Sizes and versions, as a small table. */
export function Facts({ card }: { readonly card: GameCard }): ReactElement {
  const { details } = useStrings();
  const formats = useFormats();
  const freeBytes = useAppState(({ self }) => self.freeBytes);
  const version = (value: string | null): string =>
    value === null ? details.none : formats.version(value);
  return (
    <dl className="facts">
      <Fact name={details.download} value={card.size > 0 ? formats.bytes(card.size) : '–'} />
      <Fact name={details.free} value={freeBytes === null ? '–' : formats.bytes(freeBytes)} />
      <Fact name={details.yours} value={version(card.localVersion)} />
      <Fact name={details.newest} value={version(card.newestVersion)} />
    </dl>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactElement {
  return (
    <div className="facts__fact">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
