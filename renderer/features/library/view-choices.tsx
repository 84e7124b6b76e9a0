import { ArrowDownWideNarrow, LayoutGrid, List } from 'lucide-react';
import type { ReactElement } from 'react';
import { changeSettings } from '../../state/send.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { ChoiceMenu } from '../../ui/choice-menu.tsx';
import { Segmented } from '../../ui/segmented.tsx';

/** In which order the games stand. */
export function SortChoice(): ReactElement {
  const { header } = useStrings();
  const sort = useAppState(({ settings }) => settings.sort);
  return (
    <ChoiceMenu
      label={header.sort}
      icon={<ArrowDownWideNarrow />}
      value={sort}
      onChange={(value) => {
        changeSettings({ sort: value });
      }}
      choices={[
        { value: 'name', label: header.sortBy.name },
        { value: 'people', label: header.sortBy.people },
        { value: 'newest', label: header.sortBy.newest },
        { value: 'size', label: header.sortBy.size },
      ]}
    />
  );
}

/** Cards or lines. */
export function LayoutChoice(): ReactElement {
  const { header } = useStrings();
  const view = useAppState(({ settings }) => settings.view);
  return (
    <Segmented
      label={header.view}
      value={view}
      onChange={(value) => {
        changeSettings({ view: value });
      }}
      choices={[
        { value: 'grid', label: header.grid, icon: <LayoutGrid /> },
        { value: 'list', label: header.list, icon: <List /> },
      ]}
    />
  );
}
