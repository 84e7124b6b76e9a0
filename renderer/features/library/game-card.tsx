import { memo, type ReactElement } from 'react';
import { Arrival } from '../../game/arrival.tsx';
import { Cover } from '../../game/cover.tsx';
import { PeerCount } from '../../game/peer-count.tsx';
import { StatusLine } from '../../game/status-line.tsx';
import { progressOf } from '../../state/card-look.ts';
import { GameItem, type GameItemProps, type GameParts } from './game-item.tsx';

/** One game as a card; drawn again only when its own row or its own transfer changes. */
export const GameCard = memo(function GameCard(props: GameItemProps): ReactElement {
  return <GameItem {...props} className="card" draw={drawCard} />;
});

function drawCard({ card, transfer, titleId, buttons }: GameParts): ReactElement {
  return (
    <>
      <div className="card__cover">
        <Cover card={card} part={progressOf(transfer)} />
        {transfer && <Arrival transfer={transfer} />}
        <PeerCount count={card.peerCount} />
      </div>
      <h3 id={titleId} className="card__title" title={card.title}>
        {card.title}
      </h3>
      <StatusLine card={card} transfer={transfer} />
      <div className="card__actions">{buttons}</div>
    </>
  );
}
