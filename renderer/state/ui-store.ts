import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Failure } from '../../shared/errors.ts';

/** Which games the library shows. */
export type LibraryFilter = 'all' | 'installed' | 'updates';

/** What the side panel shows. */
export type Panel =
  { readonly type: 'game'; readonly gameId: GameId } | { readonly type: 'people' };

/** What came of something that was asked for in this window. */
export type Outcome =
  | { readonly type: 'refused'; readonly failure: Failure; readonly gameId: GameId | undefined }
  | { readonly type: 'not-started'; readonly failure: Failure; readonly gameId: GameId }
  | { readonly type: 'verified'; readonly gameId: GameId; readonly wrongFiles: number };

/** An outcome until the player has read it. */
export type Message = Outcome & { readonly id: number };

/** What only this window knows: nothing here matters to main. */
export interface Ui {
  readonly filter: LibraryFilter;
  readonly query: string;
  readonly panel: Panel | undefined;
  readonly isDownloadsOpen: boolean;
  readonly isSettingsOpen: boolean;
  /** Newest first, at most `MAX_MESSAGES`. */
  readonly messages: readonly Message[];
}

/** More than these nobody reads. */
const MAX_MESSAGES = 3;

export const uiStore = createStore<Ui>(() => ({
  filter: 'all',
  query: '',
  panel: undefined,
  isDownloadsOpen: false,
  isSettingsOpen: false,
  messages: [],
}));

/** What `select` finds in the window's own state. */
export function useUi<Slice>(select: (ui: Ui) => Slice): Slice {
  return useStore(uiStore, select);
}

export function showFilter(filter: LibraryFilter): void {
  uiStore.setState({ filter });
}

export function searchFor(query: string): void {
  uiStore.setState({ query });
}

export function openGame(gameId: GameId): void {
  uiStore.setState({ panel: { type: 'game', gameId } });
}

export function openPeople(): void {
  uiStore.setState({ panel: { type: 'people' } });
}

export function closePanel(): void {
  uiStore.setState({ panel: undefined });
}

/** Opens the people panel, or closes it where it is open. */
export function togglePeople(): void {
  if (uiStore.getState().panel?.type === 'people') closePanel();
  else openPeople();
}

export function toggleDownloads(): void {
  uiStore.setState((ui) => ({ isDownloadsOpen: !ui.isDownloadsOpen }));
}

export function showSettings(isSettingsOpen: boolean): void {
  uiStore.setState({ isSettingsOpen });
}

/** Tells the player what came of a wish; the same twice is told once. */
export function tell(outcome: Outcome): void {
  uiStore.setState(({ messages }) => {
    const id = Math.max(0, ...messages.map((message) => message.id)) + 1;
    const others = messages.filter((message) => !saysSame(message, outcome));
    return { messages: [{ id, ...outcome }, ...others].slice(0, MAX_MESSAGES) };
  });
}

export function dismissMessage(id: number): void {
  uiStore.setState(({ messages }) => ({ messages: messages.filter((each) => each.id !== id) }));
}

function saysSame(message: Message, outcome: Outcome): boolean {
  if (message.gameId !== outcome.gameId || message.type !== outcome.type) return false;
  if (message.type !== 'refused' || outcome.type !== 'refused') return true;
  return message.failure.message === outcome.failure.message;
}
