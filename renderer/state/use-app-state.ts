import { useStore } from 'zustand';
import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { AppState, GameCard, PersonRow, TransferRow } from '../../shared/window/state.ts';
import { mirrorStore } from './mirror-store.ts';

/** What `select` finds in the mirror; the component is drawn again only when that changes. */
export function useAppState<Slice>(select: (state: AppState) => Slice): Slice {
  return useStore(mirrorStore, ({ state }) => {
    if (!state) throw new Error('Nothing may ask for the state before the first snapshot.');
    return select(state);
  });
}

/** Whether the first snapshot has arrived. */
export function useIsConnected(): boolean {
  return useStore(mirrorStore, ({ state }) => state !== undefined);
}

/** One game, or undefined where it is listed no longer. */
export function useGame(id: GameId): GameCard | undefined {
  return useAppState((state) => state.games[id]);
}

/** What is being done to a game. */
export function useTransfer(id: GameId): TransferRow | undefined {
  return useAppState((state) => state.transfers[id]);
}

/** Another PC, or undefined once it has left. */
export function usePerson(id: PeerId): PersonRow | undefined {
  return useAppState((state) => state.people[id]);
}
