import { memo, type ReactElement } from 'react';
import { Cover } from '../../game/cover.tsx';
import { PeerCount } from '../../game/peer-count.tsx';
import { StatusLine } from '../../game/status-line.tsx';
import { isHeld, progressOf } from '../../state/card-look.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { GameItem, type GameItemProps, type GameParts } from './game-item.tsx';

/** One game as a line of the list; drawn again only when its own row or transfer changes. */
export const GameLine = memo(function GameLine(props: GameItemProps): ReactElement {
  return <GameItem {...props} className="line" draw={drawLine} />;
});

function drawLine({ card, transfer, titleId, buttons }: GameParts): ReactElement {
  return (
    <>
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
        {transfer && !isHeld(transfer) && (
          <ProgressBar label={card.title} part={progressOf(transfer)} />
        )}
      </div>
      <PeerCount count={card.peerCount} />
      {buttons}
    </>
  );
}
