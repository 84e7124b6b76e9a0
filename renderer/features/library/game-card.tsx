import { memo, type ReactElement, useId } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import { Arrival } from '../../game/arrival.tsx';
import { Cover } from '../../game/cover.tsx';
import { MainButton } from '../../game/main-button.tsx';
import { MoreButton } from '../../game/more-button.tsx';
import { PeerCount } from '../../game/peer-count.tsx';
import { StatusLine } from '../../game/status-line.tsx';
import { progressOf } from '../../state/card-look.ts';
import { useUi } from '../../state/ui-store.ts';
import { useGame, useTransfer } from '../../state/use-app-state.ts';
import { cardHandlers } from './card-handlers.ts';

export interface GameItemProps {
  readonly id: GameId;
  /** Tab reaches it; the arrow keys go on from here. */
  readonly isActive: boolean;
  /** Its place among all, from 1 on. */
  readonly position: number;
  readonly total: number;
}

/** One game as a card; drawn again only when its own row or its own transfer changes. */
export const GameCard = memo(function GameCard({
  id,
  isActive,
  position,
  total,
}: GameItemProps): ReactElement | undefined {
  const card = useGame(id);
  const transfer = useTransfer(id);
  const isOpen = useUi(({ panel }) => panel?.type === 'game' && panel.gameId === id);
  const titleId = useId();
  if (!card) return undefined;
  const tabIndex = isActive ? 0 : -1;
  return (
    <div
      role="listitem"
      className="card"
      data-game-id={id}
      data-state={card.state}
      data-open={isOpen}
      aria-labelledby={titleId}
      aria-posinset={position}
      aria-setsize={total}
      tabIndex={tabIndex}
      {...cardHandlers(id)}
    >
      <div className="card__cover">
        <Cover card={card} part={progressOf(transfer)} />
        {transfer && <Arrival transfer={transfer} />}
        <PeerCount count={card.peerCount} />
      </div>
      <h3 id={titleId} className="card__title" title={card.title}>
        {card.title}
      </h3>
      <StatusLine card={card} transfer={transfer} />
      <div className="card__actions">
        <MainButton card={card} titleId={titleId} tabIndex={tabIndex} />
        <MoreButton gameId={id} titleId={titleId} tabIndex={tabIndex} />
      </div>
    </div>
  );
});
