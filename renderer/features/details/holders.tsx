import type { ReactElement } from 'react';
import type { PeerId } from '../../../shared/domain/ids.ts';
import type { GameCard } from '../../../shared/window/state.ts';
import { useAppState, usePerson, useTransfer } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { Avatar } from '../../ui/avatar.tsx';

/** Which PCs here have a game, and how fast each gives it. */
export function Holders({ card }: { readonly card: GameCard }): ReactElement {
  const { details } = useStrings();
  const self = useAppState((state) => state.self);
  const transfer = useTransfer(card.id);
  const isMine = card.localVersion !== null;
  const speedOf = (peerId: PeerId): number =>
    transfer?.sources.find((source) => source.peerId === peerId)?.bytesPerSecond ?? 0;
  return (
    <section>
      <h3 className="details__heading">{details.whoHasIt}</h3>
      {card.peers.length === 0 && !isMine && <p className="details__text">{details.nobody}</p>}
      <ul className="holders">
        {isMine && (
          <li className="holder">
            <Avatar name={self.name} seed={self.peerId} />
            <span className="holder__name">{details.alsoYou}</span>
          </li>
        )}
        {card.peers.map((peerId) => (
          <Holder key={peerId} peerId={peerId} speed={speedOf(peerId)} />
        ))}
      </ul>
    </section>
  );
}

interface HolderProps {
  readonly peerId: PeerId;
  readonly speed: number;
}

function Holder({ peerId, speed }: HolderProps): ReactElement {
  const { details } = useStrings();
  const formats = useFormats();
  const name = usePerson(peerId)?.name ?? details.gone;
  return (
    <li className="holder">
      <Avatar name={name} seed={peerId} />
      <span className="holder__name" title={name}>
        {name}
      </span>
      {speed > 0 && <span className="holder__speed">{formats.speed(speed)}</span>}
    </li>
  );
}
