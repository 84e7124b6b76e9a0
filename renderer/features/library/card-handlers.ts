import type { MouseEvent } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import { openMenuAt } from '../../game/menu-store.ts';
import { openGame } from '../../state/ui-store.ts';

/** What a card does when it is clicked; its buttons keep their own clicks. */
export interface CardHandlers {
  readonly onClick: (event: MouseEvent<HTMLElement>) => void;
  readonly onContextMenu: (event: MouseEvent<HTMLElement>) => void;
}

/** A click opens the game's panel; the right button, the menu key and Shift+F10 its menu. */
export function cardHandlers(id: GameId): CardHandlers {
  return {
    onClick: (event) => {
      const isOnButton = event.target instanceof Element && event.target.closest('button');
      if (!isOnButton) openGame(id);
    },
    onContextMenu: (event) => {
      event.preventDefault();
      openMenuAt(id, { x: event.clientX, y: event.clientY }, event.currentTarget);
    },
  };
}
