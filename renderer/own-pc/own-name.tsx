import type { ReactElement } from 'react';
import { changeSettings } from '../state/send.ts';
import { useAppState } from '../state/use-app-state.ts';
import { KeptField, type KeptFieldProps } from '../ui/kept-field.tsx';

/** As long as a name may be. */
const MAX_LENGTH = 64;

/** What others call this PC; counts once it is left, and an empty one counts as none. */
export function OwnName(props: Pick<KeptFieldProps, 'label' | 'hint' | 'autoFocus'>): ReactElement {
  const name = useAppState(({ settings }) => settings.name);
  return (
    <KeptField
      {...props}
      maxLength={MAX_LENGTH}
      kept={name}
      onKeep={(typed) => {
        if (typed.trim() !== '') changeSettings({ name: typed.trim() });
      }}
    />
  );
}
