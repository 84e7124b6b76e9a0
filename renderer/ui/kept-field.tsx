import { type KeyboardEvent, type ReactElement, useState } from 'react';
import { TextField, type TextFieldProps } from './text-field.tsx';

export interface KeptFieldProps extends Omit<TextFieldProps, 'value' | 'onChange'> {
  /** What main has. */
  readonly kept: string;
  readonly onKeep: (typed: string) => void;
}

/** A line whose text counts when it is left or Enter is pressed, not with each letter. */
export function KeptField({ kept, onKeep, ...rest }: KeptFieldProps): ReactElement {
  const [draft, setDraft] = useState<string>();
  const keep = (): void => {
    if (draft !== undefined && draft !== kept) onKeep(draft);
    setDraft(undefined);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') keep();
  };
  return (
    <TextField
      {...rest}
      value={draft ?? kept}
      onChange={(event) => {
        setDraft(event.target.value);
      }}
      onBlur={keep}
      onKeyDown={onKeyDown}
    />
  );
}
