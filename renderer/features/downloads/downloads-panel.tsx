import type { ReactElement, ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { orderTransfers } from '../../state/transfer-order.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { AllButton } from './all-button.tsx';
import { DoneList } from './done-list.tsx';
import { NextList } from './next-list.tsx';
import { NowRow } from './now-row.tsx';
import { SharingButton } from './sharing-button.tsx';
import { SpeedGraph } from './speed-graph.tsx';

/** Now, Next and Done, and how fast it goes. */
export function DownloadsPanel(): ReactElement {
  const { downloads: words } = useStrings();
  const now = useAppState(
    useShallow((state) => orderTransfers(state.transfers).now.map(({ gameId }) => gameId)),
  );
  return (
    <div className="downloads__panel">
      <Column title={words.now} className="downloads__now" action={<AllButton />}>
        {now.length === 0 && <p className="downloads__nothing">{words.nothingNow}</p>}
        {now.map((gameId) => (
          <NowRow key={gameId} gameId={gameId} />
        ))}
      </Column>
      <div className="downloads__middle">
        <SpeedGraph />
        <Column title={words.next}>
          <NextList />
        </Column>
      </div>
      <Column title={words.done} action={<SharingButton />}>
        <DoneList />
      </Column>
    </div>
  );
}

interface ColumnProps {
  readonly title: string;
  readonly className?: string;
  /** A button beside the title. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

function Column({ title, className, action, children }: ColumnProps): ReactElement {
  return (
    <section className={className}>
      <header className="downloads__head">
        <h2 className="downloads__heading">{title}</h2>
        {action}
      </header>
      {children}
    </section>
  );
}
