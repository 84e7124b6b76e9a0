import type { ReactElement, ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { GameId } from '../../../shared/domain/ids.ts';
import { orderTransfers } from '../../state/transfer-order.ts';
import { openGame } from '../../state/ui-store.ts';
import { useAppState, useGame } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { DoneList } from './done-list.tsx';
import { NowRow } from './now-row.tsx';
import { SpeedGraph } from './speed-graph.tsx';

/** Now, Next and Done, and how fast it goes. */
export function DownloadsPanel(): ReactElement {
  const { downloads: words } = useStrings();
  const now = useAppState(useShallow((state) => idsOf(state.transfers, 'now')));
  const next = useAppState(useShallow((state) => idsOf(state.transfers, 'next')));
  return (
    <div className="downloads__panel">
      <Column title={words.now} className="downloads__now">
        {now.length === 0 && <p className="downloads__nothing">{words.nothingNow}</p>}
        {now.map((gameId) => (
          <NowRow key={gameId} gameId={gameId} />
        ))}
      </Column>
      <div className="downloads__middle">
        <SpeedGraph />
        <Column title={words.next}>
          {next.length === 0 && <p className="downloads__nothing">{words.nothingNext}</p>}
          {next.map((gameId) => (
            <NextRow key={gameId} gameId={gameId} />
          ))}
        </Column>
      </div>
      <Column title={words.done}>
        <DoneList />
      </Column>
    </div>
  );
}

function idsOf(
  transfers: Parameters<typeof orderTransfers>[0],
  part: 'now' | 'next',
): readonly GameId[] {
  return orderTransfers(transfers)[part].map(({ gameId }) => gameId);
}

interface ColumnProps {
  readonly title: string;
  readonly className?: string;
  readonly children: ReactNode;
}

function Column({ title, className, children }: ColumnProps): ReactElement {
  return (
    <section className={className}>
      <h2 className="downloads__heading">{title}</h2>
      {children}
    </section>
  );
}

function NextRow({ gameId }: { readonly gameId: GameId }): ReactElement {
  const card = useGame(gameId);
  return (
    <button
      type="button"
      className="next-row"
      onClick={() => {
        openGame(gameId);
      }}
    >
      {card?.title ?? gameId}
    </button>
  );
}
