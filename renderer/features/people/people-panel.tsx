import { Radar, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { closePanel } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { ConnectForm } from './connect-form.tsx';
import { OwnTrouble } from './link-trouble.tsx';
import { Person } from './person.tsx';

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Who is here, and the way to somebody who is not found. */
export function PeoplePanel(): ReactElement {
  const { people: words } = useStrings();
  const people = useAppState(
    useShallow((state) =>
      Object.values(state.people).sort((a, b) => names.compare(a.name, b.name)),
    ),
  );
  return (
    <SidePanel label={words.title} subject="people">
      <header className="side-panel__header">
        <h2 className="side-panel__title">{words.title}</h2>
        <span className="side-panel__count">{words.here(people.length)}</span>
        <IconButton
          className="side-panel__close"
          label={words.close}
          icon={<X />}
          onClick={closePanel}
        />
      </header>
      <Self />
      <OwnTrouble />
      {people.length === 0 && (
        <EmptyState icon={<Radar />} title={words.nobodyTitle} text={words.nobodyText} />
      )}
      <ul className="people">
        {people.map((person) => (
          <Person key={person.peerId} person={person} />
        ))}
      </ul>
      <ConnectForm />
    </SidePanel>
  );
}

function Self(): ReactElement {
  const { people: words } = useStrings();
  const self = useAppState((state) => state.self);
  return (
    <div className="self">
      <Avatar name={self.name} seed={self.peerId} />
      <div className="person__names">
        <span className="person__name">
          {self.name} <span className="tag">{words.you}</span>
        </span>
        <span className="person__detail">
          {words.yourAddress} <strong className="self__address">{self.address}</strong>
        </span>
      </div>
    </div>
  );
}
