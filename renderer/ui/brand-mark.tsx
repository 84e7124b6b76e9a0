import type { ReactElement } from 'react';
import { classNames } from './class-names.ts';

/** A network socket with its two lights: one says here, the other says busy. */
export function BrandMark({ className }: { readonly className?: string }): ReactElement {
  return (
    <svg className={classNames('brand-mark', className)} viewBox="0 0 32 32" aria-hidden>
      <rect className="brand-mark__case" x="1" y="1" width="30" height="30" rx="8" />
      <path className="brand-mark__socket" d="M8 25V15h4v-4h8v4h4v10Z" />
      <rect className="brand-mark__here" x="6" y="6" width="5" height="4" rx="1.2" />
      <rect className="brand-mark__busy" x="21" y="6" width="5" height="4" rx="1.2" />
      <path className="brand-mark__pins" d="M12 25v-4M16 25v-4M20 25v-4" />
    </svg>
  );
}
