import { Unplug } from 'lucide-react';
import type { ReactElement } from 'react';
import type { PersonRow } from '../../../shared/window/state.ts';
import { send } from '../../state/send.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LinkTrouble } from './link-trouble.tsx';
import { Flows } from './flows.tsx';

/** One other PC: its name, where it is, what it has, what flows now. */
export function Person({ person }: { readonly person: PersonRow }): ReactElement {
  const { people: words } = useStrings();
  return (
    <li data-peer-id={person.peerId}>
      <div className="person">
        <Avatar name={person.name} seed={person.peerId} />
        <div className="person__names">
          <span className="person__name" title={person.name}>
            {person.name}
          </span>
          <span className="person__detail">
            {words.games(person.games)}, {words[person.via]}
          </span>
          <span className="person__detail person__address">{person.address}</span>
        </div>
        <Flows person={person} />
        {person.via === 'connect' && (
          <IconButton
            label={words.disconnect(person.name)}
            icon={<Unplug />}
            onClick={() => {
              void send('disconnect', { peerId: person.peerId });
            }}
          />
        )}
      </div>
      <LinkTrouble person={person} />
    </li>
  );
}
