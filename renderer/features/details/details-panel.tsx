import { X } from 'lucide-react';
import { type ReactElement, useId } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import type { GameCard } from '../../../shared/window/state.ts';
import { Cover } from '../../game/cover.tsx';
import { MainButton } from '../../game/main-button.tsx';
import { MoreButton } from '../../game/more-button.tsx';
import { progressOf } from '../../state/card-look.ts';
import { closePanel } from '../../state/ui-store.ts';
import { useGame, useTransfer } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { Facts } from './facts.tsx';
import { Holders } from './holders.tsx';
import { LastTime } from './last-time.tsx';
import { Server } from './server.tsx';
import { Trouble } from './trouble.tsx';
import { Work } from './work.tsx';

/** Everything about one game, beside the library. */
export function DetailsPanel({ gameId }: { readonly gameId: GameId }): ReactElement | undefined {
  const strings = useStrings();
  const card = useGame(gameId);
  const titleId = useId();
  if (!card) return undefined;
  return (
    <SidePanel label={card.title} subject={gameId}>
      <IconButton
        className="side-panel__close"
        label={strings.details.close}
        icon={<X />}
        onClick={closePanel}
      />
      <Head card={card} titleId={titleId} />
      <div className="details__actions">
        <MainButton card={card} titleId={titleId} size="large" />
        <MoreButton gameId={gameId} titleId={titleId} />
      </div>
      <div className="details__body">
        <Work gameId={gameId} />
        <Trouble card={card} />
        <Server card={card} />
        {card.description !== '' && <p className="details__text">{card.description}</p>}
        <Facts card={card} />
        <Holders card={card} />
        <LastTime gameId={gameId} />
      </div>
    </SidePanel>
  );
}

function Head({
  card,
  titleId,
}: {
  readonly card: GameCard;
  readonly titleId: string;
}): ReactElement {
  const { details } = useStrings();
  const transfer = useTransfer(card.id);
  return (
    <header className="details__head">
      <div className="details__cover">
        <Cover card={card} part={progressOf(transfer)} />
      </div>
      <div className="details__names">
        <h2 id={titleId} className="details__title">
          {card.title}
        </h2>
        <p className="details__made">
          {card.genre}
          <br />
          {[card.releaseYear, card.publisher].filter(Boolean).join(' · ')}
        </p>
        <ul className="details__tags">
          {card.playersMax !== null && <li className="tag">{details.players(card.playersMax)}</li>}
          {card.tags.map((tag) => (
            <li key={tag} className="tag">
              {tag}
            </li>
          ))}
        </ul>
      </div>
    </header>
  );
}
