import { ChevronUp } from 'lucide-react';
import type { ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { toggleDownloads, useUi } from '../../state/ui-store.ts';
import { orderTransfers } from '../../state/transfer-order.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Current } from './current.tsx';
import { DownloadsPanel } from './downloads-panel.tsx';
import { Speeds } from './speeds.tsx';

/** What is on the way, always in sight at the foot; opens to show the rest. */
export function DownloadsBar(): ReactElement {
  const { downloads: words } = useStrings();
  const isOpen = useUi((ui) => ui.isDownloadsOpen);
  const [first, next, others] = useAppState(
    useShallow(({ transfers, games }) => {
      const order = orderTransfers(transfers);
      const waiting = order.next.find(({ queue }) => queue?.state === 'waiting');
      return [
        (order.now[0] ?? order.next[0])?.gameId,
        order.now[0] && waiting ? games[waiting.gameId]?.title : undefined,
        Math.max(0, order.now.length - 1),
      ] as const;
    }),
  );
  return (
    <section className="downloads" data-testid="downloads" aria-label={words.label}>
      {isOpen && <DownloadsPanel />}
      <div
        className="downloads__bar"
        onClick={(event) => {
          const isOnButton = event.target instanceof Element && event.target.closest('button');
          if (!isOnButton) toggleDownloads();
        }}
      >
        {first === undefined ? (
          <p className="downloads__idle">{words.idle}</p>
        ) : (
          <Current gameId={first} others={others} />
        )}
        {next !== undefined && <span className="downloads__next">{words.nextIs(next)}</span>}
        <Speeds />
        <IconButton
          className="downloads__toggle"
          label={isOpen ? words.close : words.open}
          icon={<ChevronUp />}
          aria-expanded={isOpen}
          onClick={toggleDownloads}
        />
      </div>
    </section>
  );
}
