import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** What it does; shown to those who point at it, told to those who don't see it. */
  readonly label: string;
  readonly icon: ReactNode;
}

/** A button that is only an icon. */
export function IconButton({ label, icon, className, ...rest }: IconButtonProps): ReactElement {
  return (
    <button
      type="button"
      className={classNames('icon-button', className)}
      aria-label={label}
      title={label}
      {...rest}
    >
      {icon}
    </button>
  );
}
