import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** How much a button asks to be pressed. */
export type ButtonTone = 'go' | 'strong' | 'change' | 'neutral' | 'quiet';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: ButtonTone;
  readonly size?: 'medium' | 'large';
  readonly icon?: ReactNode;
}

/** A button with a text, and maybe an icon before it. */
export function Button({
  tone = 'neutral',
  size = 'medium',
  icon,
  className,
  children,
  ...rest
}: ButtonProps): ReactElement {
  return (
    <button
      type="button"
      className={classNames('button', `button--${tone}`, `button--${size}`, className)}
      {...rest}
    >
      {icon}
      <span className="button__text">{children}</span>
    </button>
  );
}
