import { useDeferredValue, useMemo, useRef } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import { type LibraryView, viewLibrary } from '../../state/library-view.ts';
import { useUi } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';

/** The games to show; the very same object as long as no game comes, goes or moves. */
export function useLibraryView(): LibraryView {
  const games = useAppState((state) => state.games);
  const sort = useAppState(({ settings }) => settings.sort);
  // Later than the letters in the search field and the tab: those answer at once.
  const filter = useDeferredValue(useUi((ui) => ui.filter));
  const query = useDeferredValue(useUi((ui) => ui.query));
  const before = useRef<LibraryView>(undefined);
  return useMemo(() => {
    const view = viewLibrary(games, { filter, query, sort });
    const isSame =
      before.current !== undefined &&
      sameIds(before.current.here, view.here) &&
      sameIds(before.current.missing, view.missing);
    if (!isSame) before.current = view;
    return before.current ?? view;
  }, [games, filter, query, sort]);
}

function sameIds(left: readonly GameId[], right: readonly GameId[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index]);
}
