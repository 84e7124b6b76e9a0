import type { GameCard } from '../../shared/window/state.ts';

/** What a game's menu offers, besides its main button. */
export type MenuAction =
  'details' | 'play' | 'host' | 'open-folder' | 'verify' | 'repair' | 'uninstall' | 'remove';

/** What can be done to a game now, in the menu's order. */
export function menuActions(card: GameCard): readonly MenuAction[] {
  const isInstalled = ['installed', 'update'].includes(card.state);
  const isHere = isInstalled || card.state === 'downloaded';
  const isFree = isHere && isAtRest(card);
  const offers: readonly (readonly [MenuAction, boolean])[] = [
    ['details', true],
    ['play', isFree && card.state === 'update' && card.canPlay],
    ['host', isInstalled && card.canHost],
    ['open-folder', isHere],
    ['verify', isFree && card.localVersion !== null],
    ['repair', isFree && isRepairable(card)],
    ['uninstall', isFree && isInstalled],
    ['remove', isFree],
  ];
  return offers.filter(([, isOffered]) => isOffered).map(([action]) => action);
}

function isAtRest({ availability, isRunning }: GameCard): boolean {
  return !isRunning && ['Ready', 'Absent', 'LocalOnly'].includes(availability);
}

function isRepairable({ lastFailure, peerCount }: GameCard): boolean {
  const isDamaged =
    lastFailure?.code === 'hash-mismatch' || lastFailure?.code === 'archive-invalid';
  return isDamaged && peerCount > 0;
}
