import { TriangleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { isTrouble } from '../../../shared/domain/link.ts';
import type { PersonRow } from '../../../shared/window/state.ts';
import { ownTrouble } from '../../state/own-trouble.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { FirewallHelp } from './firewall-help.tsx';

/** What is wrong with the way to a PC, in one sentence; nothing where all is well. */
export function LinkTrouble({ person }: { readonly person: PersonRow }): ReactElement | undefined {
  const { links: words } = useStrings();
  const { link, name } = person;
  // The own card is one trouble, however many there are to hear of it.
  if (!isTrouble(link) || link === 'slow-here') return undefined;
  return <Trouble>{words.trouble[link](name)}</Trouble>;
}

/** What is wrong with this PC, and what helps. */
export function OwnTrouble(): ReactElement | undefined {
  const { links: words } = useStrings();
  const people = useAppState((state) => state.people);
  const self = useAppState((state) => state.self);
  const trouble = ownTrouble(people, self);
  switch (trouble?.type) {
    case 'blocked-here':
      return <Trouble help={<FirewallHelp />}>{words.blockedHere}</Trouble>;
    case 'blocked-both':
      return (
        <Trouble help={<FirewallHelp />}>
          {words.trouble['blocked-both'](who(trouble.names))}
        </Trouble>
      );
    case 'slow-here':
      return <Trouble>{words.trouble['slow-here']()}</Trouble>;
    case undefined:
      return undefined;
  }

  function who(names: readonly string[]): string {
    return names.length === 1 ? names.join('') : words.several(names.length);
  }
}

interface TroubleProps {
  readonly children: string;
  readonly help?: ReactNode;
}

function Trouble({ children, help }: TroubleProps): ReactElement {
  return (
    <div className="trouble" role="status">
      <TriangleAlert aria-hidden />
      <div className="trouble__text">
        <p>{children}</p>
        {help}
      </div>
    </div>
  );
}
