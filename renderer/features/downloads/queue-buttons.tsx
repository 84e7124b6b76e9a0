import { ArrowUp, ArrowUpToLine, Pause, Play, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import type { QueueState } from '../../../shared/domain/queue.ts';
import type { TransferRow } from '../../../shared/window/state.ts';
import { pausability } from '../../state/card-look.ts';
import { send } from '../../state/send.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { IconButton } from '../../ui/icon-button.tsx';

export interface QueueButtonsProps {
  readonly transfer: TransferRow;
  readonly title: string;
}

/** Pauses a download or lets it go on, and ends it. */
export function QueueButtons({ transfer, title }: QueueButtonsProps): ReactElement | undefined {
  const { card: words } = useStrings();
  const { gameId, queue } = transfer;
  if (!queue) return undefined;
  return (
    <span className="queue-buttons">
      <PauseButton gameId={gameId} state={queue.state} title={title} />
      <IconButton
        label={`${words.cancel}: ${title}`}
        icon={<X />}
        onClick={() => void send('cancel', { gameId }, gameId)}
      />
    </span>
  );
}

interface PauseButtonProps {
  readonly gameId: GameId;
  readonly state: QueueState;
  readonly title: string;
}

function PauseButton({ gameId, state, title }: PauseButtonProps): ReactElement | undefined {
  const { card: words } = useStrings();
  const command = pausability(state);
  if (!command) return undefined;
  return (
    <IconButton
      label={`${words[command]}: ${title}`}
      icon={command === 'pause' ? <Pause /> : <Play />}
      onClick={() => void send(command, { gameId }, gameId)}
    />
  );
}

export interface MoveButtonsProps {
  readonly gameId: GameId;
  readonly title: string;
  /** Where the one before it stands; undefined for the first. */
  readonly before: number | undefined;
  /** Where the first one stands. */
  readonly first: number;
}

/** Gives a download an earlier turn: before the one above it, or before all. */
export function MoveButtons({ gameId, title, before, first }: MoveButtonsProps): ReactElement {
  const { downloads: words } = useStrings();
  const moveTo = (position: number): void => void send('move', { gameId, position }, gameId);
  const isFirst = before === undefined;
  return (
    <span className="queue-buttons">
      <IconButton
        label={`${words.moveUp}: ${title}`}
        icon={<ArrowUp />}
        disabled={isFirst}
        onClick={() => {
          moveTo(before ?? first);
        }}
      />
      <IconButton
        label={`${words.toFront}: ${title}`}
        icon={<ArrowUpToLine />}
        disabled={isFirst}
        onClick={() => {
          moveTo(first);
        }}
      />
    </span>
  );
}
