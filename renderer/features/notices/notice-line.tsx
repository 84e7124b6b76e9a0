import { CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { send } from '../../state/send.ts';
import { dismissMessage, uiStore } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { type Notice, doubles } from './all-notices.ts';
import { HelpButton } from './help-button.tsx';
import { noticeWords } from './notice-words.ts';

/** One message, with at most one button. */
export function NoticeLine({ notice }: { readonly notice: Notice }): ReactElement {
  const strings = useStrings();
  const title = useAppState(({ games }) => notice.gameId && games[notice.gameId]?.title);
  const rows = useAppState((state) => state.notices);
  const { headline, detail } = noticeWords(notice, title, strings);
  const isProblem = notice.kind === 'problem';
  const dismiss = (): void => {
    if (notice.from === 'window') dismissMessage(notice.id);
    else void send('dismiss-notice', { id: notice.id });
    const row = rows.find((each) => notice.from === 'main' && each.id === notice.id);
    if (!row) return;
    for (const double of doubles(row, uiStore.getState().messages)) dismissMessage(double.id);
  };
  return (
    <div className="notice" data-kind={notice.kind} role={isProblem ? 'alert' : 'status'}>
      <NoticeIcon notice={notice} />
      <p className="notice__words" title={detail}>
        <strong>{headline}</strong> {detail !== undefined && <span>{detail}</span>}
      </p>
      <HelpButton notice={notice} onDone={dismiss} />
      <IconButton label={strings.notices.dismiss} icon={<X />} onClick={dismiss} />
    </div>
  );
}

function NoticeIcon({ notice }: { readonly notice: Notice }): ReactElement {
  if (notice.kind === 'problem') return <TriangleAlert aria-hidden />;
  return notice.wrongFiles === 0 ? <CircleCheck aria-hidden /> : <Info aria-hidden />;
}
