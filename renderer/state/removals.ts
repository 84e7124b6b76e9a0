import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { GameId } from '../../shared/domain/ids.ts';
import { send } from './send.ts';

/** Both delete files, saved games among them. */
export type Removal = 'uninstall' | 'remove';

/** How long a player can take a removal back. */
export const UNDO_MS = 4000;

type Planned = Readonly<Record<string, Removal>>;

/** Removals that begin in a moment: instead of a question before each there is a way back. */
export const plannedRemovals = createStore<Planned>(() => ({}));

const timers = new Map<GameId, ReturnType<typeof setTimeout>>();

/** Removes the game from this PC, unless it is taken back within `UNDO_MS`. */
export function planRemoval(gameId: GameId, removal: Removal): void {
  undoRemoval(gameId);
  plannedRemovals.setState((planned) => ({ ...planned, [gameId]: removal }));
  const begin = (): void => {
    undoRemoval(gameId);
    void send(removal, { gameId }, gameId);
  };
  timers.set(gameId, setTimeout(begin, UNDO_MS));
}

/** Takes a planned removal back. */
export function undoRemoval(gameId: GameId): void {
  clearTimeout(timers.get(gameId));
  timers.delete(gameId);
  plannedRemovals.setState(
    (planned) => Object.fromEntries(Object.entries(planned).filter(([id]) => id !== gameId)),
    true,
  );
}

/** What is about to be done to a game. */
export function usePlannedRemoval(gameId: GameId): Removal | undefined {
  return useStore(plannedRemovals, (planned) => planned[gameId]);
}
