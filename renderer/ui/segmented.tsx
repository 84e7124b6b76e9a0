import { RadioGroup } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Shown instead of the label. */
  readonly icon?: ReactNode;
}

export interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly className?: string;
}

/** A few choices side by side, one of them taken. */
export function Segmented<Value extends string>({
  label,
  choices,
  value,
  onChange,
  className,
}: SegmentedProps<Value>): ReactElement {
  const change = (chosen: string): void => {
    const choice = choices.find((each) => each.value === chosen);
    if (choice) onChange(choice.value);
  };
  return (
    <RadioGroup.Root
      className={classNames('segmented', className)}
      aria-label={label}
      value={value}
      onValueChange={change}
      orientation="horizontal"
    >
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice.value}
          value={choice.value}
          className={classNames('segmented__choice', choice.icon !== undefined && 'is-icon')}
          aria-label={choice.label}
          title={choice.icon === undefined ? undefined : choice.label}
        >
          {choice.icon ?? choice.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
