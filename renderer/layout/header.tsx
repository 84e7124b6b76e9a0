import type { ReactElement } from 'react';
import { FilterTabs } from '../features/library/filter-tabs.tsx';
import { SearchField } from '../features/library/search-field.tsx';
import { LayoutChoice, SortChoice } from '../features/library/view-choices.tsx';
import { PeopleButton } from '../features/people/people-button.tsx';
import { SettingsButton } from '../features/settings/settings-button.tsx';
import { BrandMark } from '../ui/brand-mark.tsx';

/** The line at the top: which games, and who is here. */
export function Header(): ReactElement {
  return (
    <header className="header">
      <h1 className="header__brand">
        <BrandMark />
        <span className="header__name">Lanspread</span>
      </h1>
      <FilterTabs />
      <SearchField />
      <SortChoice />
      <LayoutChoice />
      <PeopleButton />
      <SettingsButton />
    </header>
  );
}
