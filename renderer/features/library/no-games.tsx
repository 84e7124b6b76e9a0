import { CircleCheck, Gamepad2, Radar, SearchX } from 'lucide-react';
import type { ReactElement } from 'react';
import { openPeople, searchFor, showFilter, useUi } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** Why no game is to be seen, and the way on. */
export function NoGames(): ReactElement {
  const { library, header } = useStrings();
  const query = useUi((ui) => ui.query);
  const filter = useUi((ui) => ui.filter);
  if (query.trim() !== '') {
    return (
      <EmptyState
        icon={<SearchX />}
        title={library.noMatchTitle(query.trim())}
        text={library.noMatchText}
      >
        <Button
          onClick={() => {
            searchFor('');
          }}
        >
          {header.clearSearch}
        </Button>
      </EmptyState>
    );
  }
  return filter === 'all' ? <NothingAtAll /> : <NothingFiltered isUpdates={filter === 'updates'} />;
}

/** A line above the games for somebody who is alone. */
export function LonelyHint(): ReactElement {
  const { library } = useStrings();
  return (
    <section className="lonely">
      <Radar className="lonely__icon" aria-hidden />
      <div>
        <h2 className="lonely__title">{library.lonelyTitle}</h2>
        <p className="lonely__text">{library.lonelyText}</p>
      </div>
      <Button onClick={openPeople}>{library.connect}</Button>
    </section>
  );
}

function NothingAtAll(): ReactElement {
  const { library, people } = useStrings();
  const address = useAppState(({ self }) => self.address);
  const folder = useAppState(({ self }) => self.gamesFolder);
  const isAlone = useAppState(({ people }) => Object.keys(people).length === 0);
  return (
    <EmptyState
      icon={<Radar />}
      title={isAlone ? library.lonelyTitle : library.nothingTitle}
      text={isAlone ? library.lonelyText : library.nothingText(folder)}
    >
      <Button onClick={openPeople}>{library.connect}</Button>
      <p className="empty__aside">
        {people.yourAddress} <strong>{address}</strong>
      </p>
    </EmptyState>
  );
}

function NothingFiltered({ isUpdates }: { readonly isUpdates: boolean }): ReactElement {
  const { library } = useStrings();
  return (
    <EmptyState
      icon={isUpdates ? <CircleCheck /> : <Gamepad2 />}
      title={isUpdates ? library.noUpdatesTitle : library.noInstalledTitle}
      text={isUpdates ? library.noUpdatesText : library.noInstalledText}
    >
      <Button
        onClick={() => {
          showFilter('all');
        }}
      >
        {library.showAll}
      </Button>
    </EmptyState>
  );
}
