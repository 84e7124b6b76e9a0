import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { PersonRow } from '../../../shared/window/state.ts';
import { speedFrom } from '../../state/speed-from.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';

/** What flows between this PC and another one now, each way; nothing while nothing does. */
export function Flows({ person }: { readonly person: PersonRow }): ReactElement | undefined {
  const { people: words } = useStrings();
  const formats = useFormats();
  const down = useAppState(({ transfers }) => speedFrom(transfers, person.peerId));
  const up = person.uploadSpeed;
  if (down === 0 && up === 0) return undefined;
  return (
    <span className="flows">
      {down > 0 && (
        <Flow way="down" icon={<ArrowDown />} label={words.gives(formats.speed(down))}>
          {formats.speed(down)}
        </Flow>
      )}
      {up > 0 && (
        <Flow way="up" icon={<ArrowUp />} label={words.takes(formats.speed(up))}>
          {formats.speed(up)}
        </Flow>
      )}
    </span>
  );
}

interface FlowProps {
  readonly way: 'down' | 'up';
  readonly icon: ReactNode;
  readonly label: string;
  readonly children: string;
}

function Flow({ way, icon, label, children }: FlowProps): ReactElement {
  return (
    <span className="flows__flow" data-way={way} role="img" aria-label={label} title={label}>
      {icon}
      {children}
    </span>
  );
}
