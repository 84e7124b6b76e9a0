import type { CardState, GameCard, TransferRow, TransferStep } from '../../shared/window/state.ts';
import { isMissing } from './library-view.ts';

/** What a game's one main button does. */
export type MainAction =
  'install' | 'repair' | 'update' | 'play' | 'stop' | 'cancel' | 'wait' | 'nothing';

/** What a game's one grey line tells. */
export type CardStatus =
  | { readonly type: 'step'; readonly step: TransferStep | 'waiting' | 'searching' }
  | { readonly type: 'failed' }
  | { readonly type: 'running' }
  | { readonly type: 'hosting' }
  | { readonly type: 'damaged' }
  | { readonly type: 'needs-space'; readonly bytes: number }
  | { readonly type: 'update' }
  | { readonly type: 'downloaded' }
  | { readonly type: 'idle' };

/** The one thing to do with a game now. */
export function mainAction(card: GameCard): MainAction {
  if (card.availability === 'Verifying') return 'cancel';
  if (card.availability === 'Removing') return 'wait';
  if (card.isRunning) return 'stop';
  if (isMissing(card)) return 'nothing';
  // What is installed can be played all the same: it was unpacked before.
  if (card.state === 'downloaded' && isRepairable(card)) return 'repair';
  return ACTIONS[card.state];
}

const ACTIONS: Readonly<Record<CardState, MainAction>> = {
  absent: 'install',
  downloading: 'cancel',
  downloaded: 'install',
  installing: 'cancel',
  installed: 'play',
  uninstalling: 'wait',
  update: 'update',
};

/** Whether the own copy is damaged and somebody here has what is broken. */
export function isRepairable({ isDamaged, peerCount }: GameCard): boolean {
  return isDamaged && peerCount > 0;
}

/** What a look at the game should tell, the most pressing first. */
export function cardStatus(
  card: GameCard,
  transfer: TransferRow | undefined,
  freeBytes: number | null,
): CardStatus {
  const step = transfer ? stepOf(transfer) : stepOfState(card);
  if (step) return { type: 'step', step };
  if (card.lastFailure && card.lastFailure.code !== 'cancelled') return { type: 'failed' };
  const standing = standingOf(card);
  if (standing) return { type: standing };
  const bytes = spaceMissing(card, freeBytes);
  return bytes > 0 ? { type: 'needs-space', bytes } : { type: 'idle' };
}

function standingOf(
  card: GameCard,
): 'running' | 'hosting' | 'damaged' | 'update' | 'downloaded' | undefined {
  if (card.isRunning) return 'running';
  if (card.isHosting) return 'hosting';
  if (card.isDamaged) return 'damaged';
  return card.state === 'update' || card.state === 'downloaded' ? card.state : undefined;
}

/** How much of the work is done, 0 to 1; undefined before it begins and while nobody knows. */
export function progressOf(transfer: TransferRow | undefined): number | undefined {
  if (!transfer || transfer.bytesTotal <= 0 || isWaiting(transfer)) return undefined;
  return Math.min(1, Math.max(0, transfer.bytesDone / transfer.bytesTotal));
}

/** Whether a download has its turn still to come. */
export function isWaiting(transfer: TransferRow): boolean {
  return transfer.step === 'downloading' && transfer.bytesDone === 0 && isIdle(transfer);
}

function stepOf(transfer: TransferRow): TransferStep | 'waiting' | 'searching' {
  if (isWaiting(transfer)) return 'waiting';
  const isCutOff = transfer.step === 'downloading' && isIdle(transfer);
  return isCutOff && transfer.bytesDone < transfer.bytesTotal ? 'searching' : transfer.step;
}

function isIdle({ bytesPerSecond, sources }: TransferRow): boolean {
  return bytesPerSecond === 0 && sources.length === 0;
}

// The card's row may come a moment before the work's.
function stepOfState({ state, availability }: GameCard): TransferStep | 'waiting' | undefined {
  if (availability === 'Verifying') return 'verifying';
  if (availability === 'Removing') return 'removing';
  if (state === 'downloading') return 'waiting';
  if (state === 'installing') return 'unpacking';
  return state === 'uninstalling' ? 'uninstalling' : undefined;
}

function spaceMissing(card: GameCard, freeBytes: number | null): number {
  const isWanted = card.state === 'absent' && !isMissing(card);
  return !isWanted || freeBytes === null ? 0 : Math.max(0, card.size - freeBytes);
}
