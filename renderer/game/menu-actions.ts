import type { GameCard } from '../../shared/window/state.ts';
import { isRepairable } from '../state/card-look.ts';

/** What a game's menu offers, besides its main button. */
export type MenuAction =
  | 'details'
  | 'play'
  | 'host'
  | 'stop-server'
  | 'open-folder'
  | 'verify'
  | 'repair'
  | 'uninstall'
  | 'remove';

/** What can be done to a game now, in the menu's order. */
export function menuActions(card: GameCard): readonly MenuAction[] {
  const isInstalled = ['installed', 'update'].includes(card.state);
  const isHere = isInstalled || card.state === 'downloaded';
  const isFree = isHere && isAtRest(card);
  const offers: readonly (readonly [MenuAction, boolean])[] = [
    ['details', true],
    ['play', isFree && card.state === 'update' && card.canPlay],
    ['host', isInstalled && card.canHost && !card.isHosting],
    ['stop-server', card.isHosting],
    ['open-folder', isHere],
    ['verify', isFree && card.localVersion !== null],
    ['repair', isFree && isRepairable(card)],
    ['uninstall', isFree && isInstalled],
    ['remove', isFree],
  ];
  return offers.filter(([, isOffered]) => isOffered).map(([action]) => action);
}

function isAtRest({ availability, isHosting, isRunning }: GameCard): boolean {
  return !isRunning && !isHosting && ['Ready', 'Absent', 'LocalOnly'].includes(availability);
}
