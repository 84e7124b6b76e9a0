import { Tabs as RadixTabs } from 'radix-ui';
import type { ReactElement } from 'react';

export interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly count: number;
}

export interface TabsProps<Value extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** The id of what the tabs switch. */
  readonly controls: string;
}

/** Tabs with a count each; arrow keys go from one to the next. */
export function Tabs<Value extends string>({
  label,
  tabs,
  value,
  onChange,
  controls,
}: TabsProps<Value>): ReactElement {
  const change = (chosen: string): void => {
    const tab = tabs.find((each) => each.value === chosen);
    if (tab) onChange(tab.value);
  };
  return (
    <RadixTabs.Root value={value} onValueChange={change}>
      <RadixTabs.List className="tabs" aria-label={label}>
        {tabs.map((tab) => (
          <RadixTabs.Trigger
            key={tab.value}
            value={tab.value}
            className="tabs__tab"
            aria-controls={controls}
          >
            {tab.label} <span className="tabs__count">{tab.count}</span>
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
    </RadixTabs.Root>
  );
}
