import { type ReactElement, useState } from 'react';
import { useUi } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { allNotices } from './all-notices.ts';
import { NoticeLine } from './notice-line.tsx';

/** So many are in sight at once; the others wait behind a button. */
const SHOWN = 2;

/** What the player should know, above the games; only while there is something. */
export function Notices(): ReactElement | undefined {
  const { notices: words } = useStrings();
  const rows = useAppState((state) => state.notices);
  const messages = useUi((ui) => ui.messages);
  const [isOpen, setIsOpen] = useState(false);
  const notices = allNotices(rows, messages);
  const hidden = notices.length - SHOWN;
  if (notices.length === 0) return undefined;
  return (
    <section className="notices" aria-label={words.label}>
      {(isOpen ? notices : notices.slice(0, SHOWN)).map((notice) => (
        <NoticeLine key={notice.key} notice={notice} />
      ))}
      {hidden > 0 && (
        <button
          type="button"
          className="notices__more"
          aria-expanded={isOpen}
          onClick={() => {
            setIsOpen(!isOpen);
          }}
        >
          {isOpen ? words.less : words.more(hidden)}
        </button>
      )}
    </section>
  );
}
