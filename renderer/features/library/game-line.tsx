import { memo, type ReactElement, useId } from 'react';
import { Cover } from '../../game/cover.tsx';
import { MainButton } from '../../game/main-button.tsx';
import { MoreButton } from '../../game/more-button.tsx';
import { PeerCount } from '../../game/peer-count.tsx';
import { StatusLine } from '../../game/status-line.tsx';
import { isWaiting, progressOf } from '../../state/card-look.ts';
import { useUi } from '../../state/ui-store.ts';
import { useGame, useTransfer } from '../../state/use-app-state.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { cardHandlers } from './card-handlers.ts';
import type { GameItemProps } from './game-card.tsx';

/** One game as a line of the list; drawn again only when its own row or transfer changes. */
export const GameLine = memo(function GameLine({
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
      className="line"
      data-game-id={id}
      data-state={card.state}
      data-open={isOpen}
      aria-labelledby={titleId}
      aria-posinset={position}
      aria-setsize={total}
      tabIndex={tabIndex}
      {...cardHandlers(id)}
    >
      <div className="line__cover">
        <Cover card={card} part={progressOf(transfer)} />
      </div>
      <div className="line__names">
        <h3 id={titleId} className="line__title" title={card.title}>
          {card.title}
        </h3>
        <p className="line__genre">{[card.genre, card.releaseYear].filter(Boolean).join(' · ')}</p>
      </div>
      <div className="line__status">
        <StatusLine card={card} transfer={transfer} />
        {transfer && !isWaiting(transfer) && (
          <ProgressBar label={card.title} part={progressOf(transfer)} />
        )}
      </div>
      <PeerCount count={card.peerCount} />
      <MainButton card={card} titleId={titleId} tabIndex={tabIndex} />
      <MoreButton gameId={id} titleId={titleId} tabIndex={tabIndex} />
    </div>
  );
});
