import { Switch as RadixSwitch } from 'radix-ui';
import type { ReactElement } from 'react';

export interface SwitchProps {
  readonly id: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly describedBy?: string | undefined;
}

/** Something that is on or off; its label stands beside it. */
export function Switch({ id, checked, onChange, describedBy }: SwitchProps): ReactElement {
  return (
    <RadixSwitch.Root
      id={id}
      className="switch"
      checked={checked}
      onCheckedChange={onChange}
      aria-describedby={describedBy}
    >
      <RadixSwitch.Thumb className="switch__thumb" />
    </RadixSwitch.Root>
  );
}
