import { ArrowDown, Unplug } from 'lucide-react';
import type { ReactElement } from 'react';
import type { PersonRow } from '../../../shared/window/state.ts';
import { speedFrom } from '../../state/speed-from.ts';
import { send } from '../../state/send.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/icon-button.tsx';

/** One other PC: its name, where it is, what it has, what it gives now. */
export function Person({ person }: { readonly person: PersonRow }): ReactElement {
  const { people: words } = useStrings();
  const formats = useFormats();
  const speed = useAppState(({ transfers }) => speedFrom(transfers, person.peerId));
  return (
    <li className="person" data-peer-id={person.peerId}>
      <Avatar name={person.name} seed={person.peerId} />
      <div className="person__names">
        <span className="person__line">
          <span className="person__name" title={person.name}>
            {person.name}
          </span>
          {speed > 0 && (
            <span className="person__speed" title={words.gives(formats.speed(speed))}>
              <ArrowDown aria-hidden /> {formats.speed(speed)}
            </span>
          )}
        </span>
        <span className="person__detail">
          {words.games(person.games)}, {words[person.via]}
        </span>
        <span className="person__detail person__address">{person.address}</span>
      </div>
      {person.via === 'connect' && (
        <IconButton
          label={words.disconnect(person.name)}
          icon={<Unplug />}
          onClick={() => {
            void send('disconnect', { peerId: person.peerId });
          }}
        />
      )}
    </li>
  );
}
