import { TriangleAlert, X } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { blockedPeople } from '../../state/blocked-people.ts';
import { openPeople, useUi } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';

/** That others do not get in to this PC, above the games, until that is mended, read or shown anyway. */
export function LinkNotice(): ReactElement | undefined {
  const { links: words, notices } = useStrings();
  const names = useAppState(useShallow(({ people }) => blockedPeople(people)));
  const isShown = useUi(({ panel }) => panel?.type === 'people');
  const [isRead, setIsRead] = useState(false);
  const [first] = names;
  if (first === undefined || isShown || isRead) return undefined;
  const who = names.length === 1 ? first : words.several(names.length);
  return (
    <section className="notices" aria-label={words.label}>
      <div className="notice" role="status">
        <TriangleAlert aria-hidden />
        <p className="notice__words">{words.trouble['blocked-here'](who)}</p>
        <Button onClick={openPeople}>{words.showHow}</Button>
        <IconButton
          label={notices.dismiss}
          icon={<X />}
          onClick={() => {
            setIsRead(true);
          }}
        />
      </div>
    </section>
  );
}
