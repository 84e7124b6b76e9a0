import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

/** One line of a menu, or the line between two groups. */
export type MenuEntry =
  | 'line'
  | {
      readonly label: string;
      readonly icon: ReactNode;
      readonly onSelect: () => void;
      readonly isDangerous?: boolean;
    };

export interface PointMenuProps {
  readonly label: string;
  /** Where it opens, in pixels of the window. */
  readonly at: { readonly x: number; readonly y: number };
  readonly entries: readonly MenuEntry[];
  readonly onClose: () => void;
  /** Has the focus again once the menu is closed. */
  readonly opener: HTMLElement;
}

/** A menu at a point of the window, open as long as it is there. */
export function PointMenu({ label, at, entries, onClose, opener }: PointMenuProps): ReactElement {
  const change = (open: boolean): void => {
    if (!open) onClose();
  };
  return (
    // A modal menu writes a style element, which the security policy forbids.
    <DropdownMenu.Root open modal={false} onOpenChange={change}>
      <DropdownMenu.Trigger asChild>
        <span className="menu-anchor" style={{ left: at.x, top: at.y }} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            opener.focus();
          }}
        >
          {entries.map((entry, index) => (
            <MenuLine key={entry === 'line' ? `line-${index}` : entry.label} entry={entry} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function MenuLine({ entry }: { readonly entry: MenuEntry }): ReactElement {
  if (entry === 'line') return <DropdownMenu.Separator className="menu__line" />;
  return (
    <DropdownMenu.Item
      className="menu__item"
      data-danger={entry.isDangerous}
      onSelect={entry.onSelect}
    >
      {entry.icon}
      {entry.label}
    </DropdownMenu.Item>
  );
}
