import { Check, ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

export interface ChoiceMenuProps<Value extends string> {
  readonly label: string;
  readonly icon: ReactNode;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A button that shows the choice taken and opens a menu of all. */
export function ChoiceMenu<Value extends string>({
  label,
  icon,
  choices,
  value,
  onChange,
}: ChoiceMenuProps<Value>): ReactElement {
  const taken = choices.find((choice) => choice.value === value)?.label ?? value;
  const change = (chosen: string): void => {
    const choice = choices.find((each) => each.value === chosen);
    if (choice) onChange(choice.value);
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="choice" aria-label={`${label}: ${taken}`}>
        {icon}
        <span className="choice__taken">{taken}</span>
        <ChevronDown className="choice__chevron" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
          <DropdownMenu.RadioGroup value={value} onValueChange={change}>
            {choices.map((choice) => (
              <DropdownMenu.RadioItem
                key={choice.value}
                value={choice.value}
                className="menu__item menu__item--choice"
              >
                <DropdownMenu.ItemIndicator className="menu__check">
                  <Check />
                </DropdownMenu.ItemIndicator>
                {choice.label}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
