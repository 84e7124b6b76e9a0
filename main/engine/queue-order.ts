import type { GameId } from '../../shared/domain/ids.ts';
import type { QueueState } from '../../shared/domain/queue.ts';

/** So many downloads run at once: more would only share one line, and finish later each. */
export const MAX_RUNNING = 3;

/** Of those, so many may be large: a small game never waits an hour behind large ones. */
export const MAX_LARGE_RUNNING = 2;

/** A download with more bytes than this still to come is large: half a minute at a gigabit. */
export const LARGE_BYTES = 4e9;

/** As much of a download as its turn depends on. */
export interface Queued {
  readonly gameId: GameId;
  readonly state: QueueState;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/**
 * Those whose turn has come, in the order of the queue. A game that is busy with something else is
 * passed over, and so is a large one where enough large ones run; nobody behind them waits for that.
 */
export function nextToRun<Item extends Queued>(
  queue: readonly Item[],
  isBusy: (gameId: GameId) => boolean,
): readonly Item[] {
  const running = queue.filter(({ state }) => state === 'running');
  let free = MAX_RUNNING - running.length;
  let freeLarge = MAX_LARGE_RUNNING - running.filter(isLarge).length;
  const next: Item[] = [];
  for (const item of queue) {
    if (free <= 0) break;
    if (item.state !== 'waiting' || isBusy(item.gameId)) continue;
    if (isLarge(item) && freeLarge <= 0) continue;
    if (isLarge(item)) freeLarge -= 1;
    free -= 1;
    next.push(item);
  }
  return next;
}

/** The queue with one game at another position; beyond the end is the end. */
export function moved<Item extends Pick<Queued, 'gameId'>>(
  queue: readonly Item[],
  gameId: GameId,
  position: number,
): readonly Item[] {
  const item = queue.find((each) => each.gameId === gameId);
  if (!item) return queue;
  const others = queue.filter((each) => each !== item);
  return [...others.slice(0, position), item, ...others.slice(position)];
}

function isLarge({ bytesDone, bytesTotal }: Queued): boolean {
  return bytesTotal - bytesDone > LARGE_BYTES;
}
