import { memo, type ReactElement } from 'react';
import { useAppState } from '../../state/use-app-state.ts';
import { LibraryGrid } from './library-grid.tsx';
import { LonelyHint, NoGames } from './no-games.tsx';
import { useLibraryView } from './use-library-view.ts';

const Grid = memo(LibraryGrid);

/** All games that anybody here has, or why there are none to see. */
export function Library(): ReactElement {
  const view = useLibraryView();
  const layout = useAppState(({ settings }) => settings.view);
  const isAlone = useAppState(({ people }) => Object.keys(people).length === 0);
  const isEmpty = view.here.length + view.missing.length === 0;
  return (
    <main id="library" className="library">
      {isAlone && !isEmpty && <LonelyHint />}
      {isEmpty ? <NoGames /> : <Grid view={view} layout={layout} />}
    </main>
  );
}
