import { type ReactElement, type ReactNode, useId } from 'react';
import { type Choice, Segmented } from '../../ui/segmented.tsx';
import { Switch } from '../../ui/switch.tsx';

export interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Settings that belong together. */
export function Section({ title, children }: SectionProps): ReactElement {
  return (
    <section className="settings__section">
      <h3 className="settings__heading">{title}</h3>
      {children}
    </section>
  );
}

export interface SwitchRowProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A setting that is on or off. */
export function SwitchRow({ label, hint, checked, onChange }: SwitchRowProps): ReactElement {
  const id = useId();
  const hintId = useId();
  return (
    <div className="settings__row">
      <div className="settings__words">
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <p id={hintId} className="settings__hint">
            {hint}
          </p>
        )}
      </div>
      <Switch
        id={id}
        checked={checked}
        onChange={onChange}
        describedBy={hint === undefined ? undefined : hintId}
      />
    </div>
  );
}

export interface ChoiceRowProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A setting with a few choices. */
export function ChoiceRow<Value extends string>(props: ChoiceRowProps<Value>): ReactElement {
  return (
    <div className="settings__row">
      <div className="settings__words" aria-hidden>
        {props.label}
      </div>
      <Segmented {...props} />
    </div>
  );
}
