import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly closeLabel: string;
  readonly children: ReactNode;
}

/** A window over the window; Escape and a click beside it close it. */
export function Dialog({
  isOpen,
  onClose,
  title,
  closeLabel,
  children,
}: DialogProps): ReactElement {
  const opener = useRef<Element>(null);
  const change = (open: boolean): void => {
    if (!open) onClose();
  };
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={change}>
      <RadixDialog.Portal>
        {/* Radix's own backdrop writes a style element, which the security policy forbids. */}
        <div className="backdrop" />
        <RadixDialog.Content
          className="dialog"
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement;
            // Else the close button has it, and asks to be pressed.
            event.preventDefault();
            if (event.target instanceof HTMLElement) event.target.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement) opener.current.focus();
          }}
        >
          <header className="dialog__header">
            <RadixDialog.Title className="dialog__title">{title}</RadixDialog.Title>
            <RadixDialog.Close asChild>
              <IconButton label={closeLabel} icon={<X />} />
            </RadixDialog.Close>
          </header>
          <div className="dialog__body">{children}</div>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
