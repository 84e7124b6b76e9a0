import type { ReactElement } from 'react';
import type { PeerId } from '../../../shared/domain/ids.ts';
import type { TransferRow } from '../../../shared/window/state.ts';
import { usePerson } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { Avatar } from '../../ui/avatar.tsx';

/** Who gives a download, and how fast. */
export function Givers({ sources }: Pick<TransferRow, 'sources'>): ReactElement | undefined {
  if (sources.length === 0) return undefined;
  const fastest = Math.max(...sources.map((source) => source.bytesPerSecond), 1);
  return (
    <ul className="givers">
      {sources.map(({ peerId, bytesPerSecond }) => (
        <Giver
          key={peerId}
          peerId={peerId}
          speed={bytesPerSecond}
          share={bytesPerSecond / fastest}
        />
      ))}
    </ul>
  );
}

interface GiverProps {
  readonly peerId: PeerId;
  readonly speed: number;
  /** Of the fastest, 0 to 1. */
  readonly share: number;
}

function Giver({ peerId, speed, share }: GiverProps): ReactElement {
  const { details } = useStrings();
  const formats = useFormats();
  const name = usePerson(peerId)?.name ?? details.gone;
  return (
    <li className="giver">
      <Avatar name={name} seed={peerId} />
      <span className="giver__name" title={name}>
        {name}
      </span>
      <span className="giver__track">
        <span className="giver__share" style={{ transform: `scaleX(${share})` }} />
      </span>
      <span className="giver__speed">{formats.speed(speed)}</span>
    </li>
  );
}
