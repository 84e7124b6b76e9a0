import type { ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { countGames } from '../../state/library-view.ts';
import { showFilter, useUi } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Tabs } from '../../ui/tabs.tsx';

/** All, Installed, Updates, with how many each. */
export function FilterTabs(): ReactElement {
  const { header } = useStrings();
  const counts = useAppState(useShallow(({ games }) => countGames(games)));
  const filter = useUi((ui) => ui.filter);
  return (
    <Tabs
      label={header.filters}
      controls="library"
      value={filter}
      onChange={showFilter}
      tabs={[
        { value: 'all', label: header.all, count: counts.all },
        { value: 'installed', label: header.installed, count: counts.installed },
        { value: 'updates', label: header.updates, count: counts.updates },
      ]}
    />
  );
}
