import { type FocusEvent, type KeyboardEvent, useRef, useState } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import { openGame } from '../../state/ui-store.ts';
import { gameAfter, type GridRow, type Step } from './grid-rows.ts';

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  PageUp: 'page-up',
  PageDown: 'page-down',
};

const OPENS: readonly string[] = ['Enter', ' '];

/** Where the keys are in the library, and how they move. */
export interface GridKeys {
  /** The one game that Tab reaches. */
  readonly active: GameId | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  /** Gives the focus to the game that a key went to, as soon as it is drawn. */
  readonly focusPending: (scroller: HTMLElement | null, reveal: (id: GameId) => void) => void;
}

/** Arrow keys, Home, End and the page keys go through the games; Enter and Space open one. */
export function useGridKeys(rows: readonly GridRow[], pageRows: number): GridKeys {
  const [wanted, setWanted] = useState<GameId>();
  const pending = useRef<GameId>(undefined);
  const ids = rows.flatMap((row) => (row.type === 'games' ? row.ids : []));
  const active = wanted !== undefined && ids.includes(wanted) ? wanted : ids[0];

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const card = cardOf(event.target, ids);
    if (card === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    if (OPENS.includes(event.key) && isCard(event.target)) {
      event.preventDefault();
      openGame(card);
    }
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    pending.current = gameAfter(rows, card, step, Math.max(1, pageRows));
    setWanted(pending.current ?? card);
  };
  return {
    active,
    onKeyDown,
    onFocus: (event) => {
      setWanted(cardOf(event.target, ids) ?? active);
    },
    focusPending: (scroller, reveal) => {
      const id = pending.current;
      if (id === undefined || !scroller) return;
      reveal(id);
      const card = scroller.querySelector<HTMLElement>(`[data-game-id="${CSS.escape(id)}"]`);
      if (!card) return;
      pending.current = undefined;
      card.focus({ preventScroll: true });
    },
  };
}

// The same keys on a button inside is the button's.
function isCard(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.role === 'listitem';
}

function cardOf(target: EventTarget, ids: readonly GameId[]): GameId | undefined {
  if (!(target instanceof Element)) return undefined;
  const id = target.closest('[data-game-id]')?.getAttribute('data-game-id');
  return ids.find((each) => each === id);
}
