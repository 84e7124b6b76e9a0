import type { GameCard } from '../../shared/window/state.ts';
import { isRepairable, pausability } from '../state/card-look.ts';

/** What a game's menu offers, besides its main button. */
export type MenuAction =
  | 'details'
  | 'play'
  | 'pause'
  | 'resume'
  | 'to-front'
  | 'cancel'
  | 'discard'
  | 'host'
  | 'stop-server'
  | 'open-folder'
  | 'verify'
  | 'repair'
  | 'uninstall'
  | 'remove';

type Offer = readonly [MenuAction, boolean];

/** What can be done to a game now, in the menu's order. */
export function menuActions(card: GameCard): readonly MenuAction[] {
  const isInstalled = ['installed', 'update'].includes(card.state);
  const isHere = isInstalled || card.state === 'downloaded';
  const isFree = isHere && isAtRest(card);
  const offers: readonly Offer[] = [
    ['details', true],
    ['play', isPlayable(card)],
    ...queueOffers(card),
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

function queueOffers({ queue }: GameCard): readonly Offer[] {
  if (queue === null || queue === 'installing') return [];
  const command = pausability(queue);
  return [
    ['pause', command === 'pause'],
    ['resume', command === 'resume'],
    ['to-front', queue !== 'running'],
    ['cancel', true],
    ['discard', true],
  ];
}

// An update that waits or is paused leaves what is installed as it is.
function isPlayable(card: GameCard): boolean {
  const isUpdate = card.state === 'update' || card.queue !== null;
  return isUpdate && card.canPlay && isAtRest(card);
}

function isAtRest({ availability, isHosting, isRunning }: GameCard): boolean {
  return !isRunning && !isHosting && ['Ready', 'Absent', 'LocalOnly'].includes(availability);
}
