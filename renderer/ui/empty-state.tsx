import type { ReactElement, ReactNode } from 'react';

export interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  /** What to do about it. */
  readonly children?: ReactNode;
}

/** Says why there is nothing to see, and what to do. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps): ReactElement {
  return (
    <div className="empty">
      <div className="empty__icon">{icon}</div>
      <h2 className="empty__title">{title}</h2>
      <p className="empty__text">{text}</p>
      {children}
    </div>
  );
}
