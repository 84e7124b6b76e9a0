import { type ReactElement, useEffect } from 'react';
import type { GameCard } from '../../../shared/window/state.ts';
import { ask } from '../../state/send.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';

/** Sizes and versions, as a small table. */
export function Facts({ card }: { readonly card: GameCard }): ReactElement {
  const { details } = useStrings();
  const formats = useFormats();
  const freeBytes = useAppState(({ self }) => self.freeBytes);
  const isInstalled = useMeasuredInstall(card);
  const bytes = (value: number | null): string =>
    value === null || value === 0 ? '–' : formats.bytes(value);
  const version = (value: string | null): string =>
    value === null ? details.none : formats.version(value);
  return (
    <div className="facts">
      <dl className="facts__line">
        <Fact name={details.download} value={bytes(card.size)} />
        {isInstalled && <Fact name={details.installed} value={bytes(card.installedBytes)} />}
        <Fact name={details.free} value={bytes(freeBytes)} />
      </dl>
      <dl className="facts__line">
        <Fact name={details.yours} value={version(card.localVersion)} />
        <Fact name={details.newest} value={version(card.newestVersion)} />
      </dl>
    </div>
  );
}

// Only who looks at a game needs to know how much it takes; the answer comes with its card.
function useMeasuredInstall({ id, isRunning, state }: GameCard): boolean {
  const isInstalled = state === 'installed' || state === 'update';
  useEffect(() => {
    if (isInstalled && !isRunning) void ask('measure-install', { gameId: id });
  }, [id, isInstalled, isRunning]);
  return isInstalled;
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactElement {
  return (
    <div className="facts__fact">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
