import { createStore } from 'zustand/vanilla';
import type { GameId } from '../../shared/domain/ids.ts';

/** The one menu that is open, and what opened it. */
export interface OpenMenu {
  readonly gameId: GameId;
  readonly at: { readonly x: number; readonly y: number };
  readonly opener: HTMLElement;
}

export const menuStore = createStore<{ readonly open: OpenMenu | undefined }>(() => ({
  open: undefined,
}));

/** Opens a game's menu below an element. */
export function openMenuBelow(gameId: GameId, opener: HTMLElement): void {
  const { left, bottom } = opener.getBoundingClientRect();
  menuStore.setState({ open: { gameId, at: { x: left, y: bottom }, opener } });
}

/** Opens a game's menu where the pointer is, or at the element where a key asked for it. */
export function openMenuAt(
  gameId: GameId,
  at: { readonly x: number; readonly y: number },
  opener: HTMLElement,
): void {
  const box = opener.getBoundingClientRect();
  const isInside = at.x >= box.left && at.x <= box.right && at.y >= box.top && at.y <= box.bottom;
  const middle = { x: box.left + box.width / 2, y: box.top + box.height / 3 };
  menuStore.setState({ open: { gameId, at: isInside ? at : middle, opener } });
}

export function closeMenu(): void {
  menuStore.setState({ open: undefined });
}
