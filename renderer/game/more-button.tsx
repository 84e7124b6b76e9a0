import { EllipsisVertical } from 'lucide-react';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { GameId } from '../../shared/domain/ids.ts';
import { useStrings } from '../strings/use-strings.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { menuStore, openMenuBelow } from './menu-store.ts';

export interface MoreButtonProps {
  readonly gameId: GameId;
  readonly titleId: string;
  readonly tabIndex?: number | undefined;
}

/** Opens a game's menu. */
export function MoreButton({ gameId, titleId, tabIndex }: MoreButtonProps): ReactElement {
  const strings = useStrings();
  const isOpen = useStore(menuStore, ({ open }) => open?.gameId === gameId);
  return (
    <IconButton
      className="more"
      label={strings.card.more}
      icon={<EllipsisVertical />}
      tabIndex={tabIndex}
      aria-describedby={titleId}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        // Else the button takes the focus from the menu.
        event.preventDefault();
        openMenuBelow(gameId, event.currentTarget);
      }}
      onClick={(event) => {
        // A key or a screen reader; a pointer has been heard above.
        if (event.detail === 0) openMenuBelow(gameId, event.currentTarget);
      }}
    />
  );
}
