import { type ComponentProps, type ReactElement, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface TextFieldProps extends ComponentProps<'input'> {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with what was typed. */
  readonly problem?: string | undefined;
  /** Stands behind the text, inside the field. */
  readonly suffix?: ReactNode;
}

/** A line to type into, with its label above. */
export function TextField({
  label,
  hint,
  problem,
  suffix,
  className,
  ...rest
}: TextFieldProps): ReactElement {
  const id = useId();
  const noteId = useId();
  const note = problem ?? hint;
  return (
    <div className={classNames('field', className)}>
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <div className="field__box">
        <input
          id={id}
          className="field__input"
          aria-describedby={note === undefined ? undefined : noteId}
          aria-invalid={problem !== undefined}
          spellCheck={false}
          autoComplete="off"
          {...rest}
        />
        {suffix}
      </div>
      {note !== undefined && (
        <p
          id={noteId}
          className={classNames('field__note', problem !== undefined && 'is-problem')}
          role={problem === undefined ? undefined : 'alert'}
        >
          {note}
        </p>
      )}
    </div>
  );
}
