import { Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { GameId } from '../../../shared/domain/ids.ts';
import { plannedRemovals, type Removal, undoRemoval, UNDO_MS } from '../../state/removals.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';

/** What is about to be removed, and the way back; gone once it begins. */
export function RemovalToasts(): ReactElement {
  const planned = useStore(plannedRemovals);
  const games = useAppState((state) => state.games);
  const cards = Object.keys(planned).flatMap((id) => games[id] ?? []);
  return (
    <div className="toasts">
      {cards.map(({ id, title }) => (
        <RemovalToast key={id} gameId={id} title={title} removal={planned[id] ?? 'remove'} />
      ))}
    </div>
  );
}

interface RemovalToastProps {
  readonly gameId: GameId;
  readonly title: string;
  readonly removal: Removal;
}

function RemovalToast({ gameId, title, removal }: RemovalToastProps): ReactElement {
  const { notices: words } = useStrings();
  return (
    <div className="toast" role="status">
      <Trash2 aria-hidden />
      <p className="toast__words">
        <strong>
          {words.removing[removal]}: {title}
        </strong>
        <span>{words.savesToo}</span>
      </p>
      <Button
        onClick={() => {
          undoRemoval(gameId);
        }}
      >
        {words.undo}
      </Button>
      <span className="toast__time" style={{ animationDuration: `${UNDO_MS}ms` }} aria-hidden />
    </div>
  );
}
