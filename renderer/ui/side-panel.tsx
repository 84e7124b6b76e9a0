import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';

export interface SidePanelProps {
  readonly label: string;
  /** Takes the focus anew whenever this changes. */
  readonly subject: string;
  readonly children: ReactNode;
}

/** A panel at the side; the rest of the window stays in use. */
export function SidePanel({ label, subject, children }: SidePanelProps): ReactElement {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    panel.current?.scrollTo({ top: 0 });
    return () => {
      // Only where the focus would be lost: whoever has gone on elsewhere keeps it.
      const isLost = document.activeElement === document.body || document.activeElement === null;
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [subject]);
  return (
    <aside ref={panel} className="side-panel" aria-label={label} tabIndex={-1}>
      {children}
    </aside>
  );
}
