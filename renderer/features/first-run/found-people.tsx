import type { ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Avatar } from '../../ui/avatar.tsx';

/** More do not fit on a line. */
const MAX_SHOWN = 8;

/** Who was found already. */
export function FoundPeople(): ReactElement {
  const { firstRun: words } = useStrings();
  const people = useAppState(useShallow((state) => Object.values(state.people)));
  return (
    <div className="found" role="status">
      {people.length === 0 ? (
        <>
          <span className="found__light" aria-hidden />
          {words.looking}
        </>
      ) : (
        <>
          <span className="found__avatars">
            {people.slice(0, MAX_SHOWN).map(({ name, peerId }) => (
              <Avatar key={peerId} name={name} seed={peerId} />
            ))}
          </span>
          <span>
            <strong>{words.found(people.length)}</strong>
            <span className="found__names">{people.map(({ name }) => name).join(', ')}</span>
          </span>
        </>
      )}
    </div>
  );
}
