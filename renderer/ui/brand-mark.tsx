import type { ReactElement } from 'react';
import { classNames } from './class-names.ts';

/** A network socket with its two lights: one says here, the other says busy. */
export function BrandMark({ className }: { readonly className?: string }): ReactElement {
  return (
    <svg className={classNames('brand-mark', className)} viewBox="0 0 32 32" aria-hidden>
      <rect className="brand-mark__case" x="1" y="1" width="30" height="30" rx="8" />
      <path className="brand-mark__socket" d="M7 12h18v9h-4v4H11v-4H7Z" />
      <rect className="brand-mark__here" x="7" y="5.5" width="6" height="3.5" rx="1.2" />
      <rect className="brand-mark__busy" x="19" y="5.5" width="6" height="3.5" rx="1.2" />
      <path className="brand-mark__pins" d="M11 12v4M14.3 12v4M17.7 12v4M21 12v4" />
    </svg>
  );
}
