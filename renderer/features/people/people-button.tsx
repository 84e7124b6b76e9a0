import { Users } from 'lucide-react';
import type { ReactElement } from 'react';
import { togglePeople, useUi } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';

/** How many other PCs are here; opens the people panel. */
export function PeopleButton(): ReactElement {
  const { people } = useStrings();
  const count = useAppState((state) => Object.keys(state.people).length);
  const isOpen = useUi(({ panel }) => panel?.type === 'people');
  return (
    <button
      type="button"
      className="people-button"
      data-testid="people-count"
      data-lit={count > 0}
      aria-expanded={isOpen}
      onClick={togglePeople}
    >
      <Users aria-hidden />
      {people.here(count)}
    </button>
  );
}
