import type { QueueState } from '../../shared/domain/queue.ts';
import type { CardState, GameCard, TransferRow, TransferStep } from '../../shared/window/state.ts';
import { isMissing } from './library-view.ts';

/** What a game's one main button does. */
export type MainAction =
  'install' | 'repair' | 'update' | 'play' | 'stop' | 'cancel' | 'resume' | 'wait' | 'nothing';

/** What is being done to a game, or what its download waits for. */
export type Step = TransferStep | 'waiting' | 'searching' | 'paused' | 'full';

/** What a game's one grey line tells. */
export type CardStatus =
  | { readonly type: 'step'; readonly step: Step }
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
  if (card.queue) return pausability(card.queue) === 'resume' ? 'resume' : 'cancel';
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
  if (!transfer || transfer.bytesTotal <= 0) return undefined;
  if (isHeld(transfer) && transfer.bytesDone === 0) return undefined;
  return Math.min(1, Math.max(0, transfer.bytesDone / transfer.bytesTotal));
}

/** Whether a download does not go on by now: its turn is to come, it was paused, or it lacks something. */
export function isHeld({ queue }: TransferRow): boolean {
  return queue !== null && queue.state in HELD;
}

const HELD: Readonly<Partial<Record<QueueState, Step>>> = {
  waiting: 'waiting',
  paused: 'paused',
  'no-holder': 'searching',
  'no-space': 'full',
};

/** What can be done to a download that stands so: pause it, or let it go on. */
export function pausability(state: QueueState): 'pause' | 'resume' | undefined {
  if (state === 'installing') return undefined;
  return state === 'paused' || state === 'no-space' ? 'resume' : 'pause';
}

/** What is being done to a game, or what its download waits for. */
export function stepOf(transfer: TransferRow): Step {
  const held = transfer.queue && HELD[transfer.queue.state];
  if (held) return held;
  const { bytesDone, bytesTotal, step } = transfer;
  const isCutOff = step === 'downloading' && bytesDone > 0 && isIdle(transfer);
  return isCutOff && bytesDone < bytesTotal ? 'searching' : step;
}

function isIdle({ bytesPerSecond, sources }: TransferRow): boolean {
  return bytesPerSecond === 0 && sources.length === 0;
}

// The card's row may come a moment before the work's.
function stepOfState({ state, availability }: GameCard): Step | undefined {
  if (availability === 'Verifying') return 'verifying';
  if (availability === 'Removing') return 'removing';
  if (state === 'downloading') return 'waiting';
  if (state === 'installing') return 'unpacking';
  return state === 'uninstalling' ? 'uninstalling' : undefined;
}

/** How many bytes a download lacks that waits for room; 0 where it does not, or nobody knows. */
export function roomMissing(
  card: GameCard,
  transfer: TransferRow | undefined,
  freeBytes: number | null,
): number {
  if (!transfer || stepOf(transfer) !== 'full' || freeBytes === null) return 0;
  return Math.max(0, card.size - transfer.bytesDone - freeBytes);
}

function spaceMissing(card: GameCard, freeBytes: number | null): number {
  const isWanted = card.state === 'absent' && !isMissing(card);
  return !isWanted || freeBytes === null ? 0 : Math.max(0, card.size - freeBytes);
}
