import type { CatalogGame } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { QueueEntry, QueuePlace } from '../../shared/domain/queue.ts';
import type { DownloadSummary } from '../../shared/domain/transfer.ts';
import { toFailure } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { Clock } from '../kit/clock.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { QueueTable } from '../store/store.ts';
import type { Downloads, TryHooks } from './downloads.ts';
import type { Operations } from './operations.ts';
import {
  entryOf,
  isResting,
  newItem,
  type QueueItem,
  restoredItem,
  type Wish,
} from './queue-item.ts';
import { moved, nextToRun } from './queue-order.ts';
import { alreadyQueued, beingInstalled, closing, neverBegun, notQueued } from './queue-refusals.ts';
import { QueueTeller } from './queue-teller.ts';
import { isWaiting, QueueWaits } from './queue-waits.ts';

/** What waits for a holder or for room is looked at so often, in milliseconds. */
export const LOOK_MS = 5_000;

export interface DownloadQueueDeps {
  readonly catalog: ReadonlyMap<GameId, CatalogGame>;
  readonly downloads: Pick<Downloads, 'begin' | 'assertPossible' | 'prospect'>;
  readonly operations: Pick<Operations, 'kindOf' | 'cancel'>;
  readonly table: QueueTable;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  readonly clock: Clock;
  /** Free bytes on the volume of the games folder. */
  readonly freeBytes: () => Promise<number>;
}

/** The downloads under way and to come, in their order: decides whose turn it is, over restarts. */
export class DownloadQueue {
  readonly #deps: DownloadQueueDeps;
  readonly #waits: QueueWaits;
  readonly #teller: QueueTeller;
  #items: readonly QueueItem[] = [];
  #cancelLook: (() => void) | undefined;
  #isClosed = false;

  constructor(deps: DownloadQueueDeps) {
    this.#deps = deps;
    this.#waits = new QueueWaits(deps);
    this.#teller = new QueueTeller(deps);
  }

  /** Takes up what an earlier start left: what may wait goes on by itself, the rest is paused. */
  restore(): void {
    const { catalog, table } = this.#deps;
    const kept = table.all().filter(({ gameId }) => catalog.has(gameId));
    this.#items = kept.map(restoredItem);
    this.followPeers();
    this.#settle();
  }

  /** Keeps what is queued for the next start, and begins nothing more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelLook?.();
    this.#teller.remember(this.#items);
    for (const { attempt, done } of this.#items) if (!attempt) done.reject(closing());
  }

  /**
   * Downloads a game when its turn comes, at once where nothing has to be fetched. One that rests is
   * taken up with the new wish. Throws at once where it can't be; the promise is of all the rest.
   */
  add(gameId: GameId, wish: Wish): Promise<DownloadSummary> {
    const { downloads } = this.#deps;
    const known = this.#find(gameId);
    if (known?.state === 'waiting') throw alreadyQueued(gameId);
    downloads.assertPossible(gameId);
    const prospect = downloads.prospect(gameId);
    if (!known && prospect.type !== 'there') return downloads.begin(gameId, wish.install);
    const item = known ?? newItem(gameId, wish, prospect.type === 'there' ? prospect.bytes : 0);
    item.wish = wish;
    if (!known) this.#items = [...this.#items, item];
    this.#takeUp(item);
    this.#settle();
    return item.done.promise;
  }

  /** Stops a download until `resume`, or all of them; answers when they have stopped. */
  async pause(gameId: GameId | undefined): Promise<void> {
    const items = gameId === undefined ? this.#items : [this.#assertFound(gameId)];
    if (gameId !== undefined && items.some(isInstalling)) throw beingInstalled(gameId);
    const stopped = items.filter((item) => !isInstalling(item));
    for (const item of stopped) {
      item.attempt = undefined;
      item.state = 'paused';
    }
    const ends = stopped
      .filter((item) => this.#deps.operations.kindOf(item.gameId) === 'Downloading')
      .map((item) => this.#deps.operations.cancel(item.gameId));
    this.#settle();
    await Promise.all(ends);
  }

  /** Lets a download go on that is paused, or waits for a holder or for room; or all of them. */
  resume(gameId: GameId | undefined): void {
    const items = gameId === undefined ? this.#items : [this.#assertFound(gameId)];
    for (const item of items.filter(isResting)) this.#takeUp(item);
    this.#settle();
  }

  /** Gives a download another position; 0 = the front. What runs is not stopped by that. */
  move(gameId: GameId, position: number): void {
    this.#assertFound(gameId);
    this.#items = moved(this.#items, gameId, position);
    this.#settle();
  }

  /** Ends a download, or whatever else is being done to the game; answers when it has ended. */
  async cancel(gameId: GameId): Promise<void> {
    const { operations } = this.#deps;
    const kind = operations.kindOf(gameId);
    const isOther = kind !== undefined && kind !== 'Downloading' && !this.#find(gameId)?.attempt;
    const ended = operations.cancel(gameId);
    if (!isOther) this.drop(gameId);
    await ended;
  }

  /** Takes a download out of the queue; a try under way goes on to its own end. */
  drop(gameId: GameId): void {
    const item = this.#find(gameId);
    if (!item) return;
    this.#remove(item);
    if (!item.attempt) {
      const error = neverBegun(gameId);
      this.#deps.events.emit({ type: 'download-failed', gameId, ...toFailure(error) });
      item.done.reject(error);
    }
    this.#settle();
  }

  /** What is queued, the next one first. */
  entries(): readonly QueueEntry[] {
    return this.#items.map(entryOf);
  }

  placeOf(gameId: GameId): QueuePlace | undefined {
    const position = this.#items.findIndex((item) => item.gameId === gameId);
    const item = this.#items[position];
    if (!item) return undefined;
    const { state, bytesDone, bytesTotal } = item;
    return { state, position, bytesDone, bytesTotal };
  }

  /** Lets go on what waits for a holder, after any change among the peers. */
  followPeers(): void {
    const waiting = this.#items.filter(({ state }) => state === 'no-holder');
    const found = waiting.filter((item) => this.#waits.hasHolder(item));
    for (const item of found) item.state = 'waiting';
    if (found.length > 0) this.#settle();
  }

  /** A game's operation has ended: its turn may have come. */
  gameIsFree(): void {
    this.#settle();
  }

  // Begins what may begin, and tells what has changed.
  #settle(): void {
    if (this.#isClosed) return;
    const isBusy = (gameId: GameId): boolean => this.#deps.operations.kindOf(gameId) !== undefined;
    for (const item of nextToRun(this.#items, isBusy)) this.#start(item);
    this.#teller.tell(this.#items);
    this.#lookLater();
  }

  #start(item: QueueItem): void {
    const attempt = {};
    item.attempt = attempt;
    item.state = 'running';
    const isCurrent = (): boolean => item.attempt === attempt;
    const begun = this.#begin(item, {
      advanced: (bytesDone, bytesTotal) => {
        if (bytesDone > item.bytesDone) this.#waits.forget(item.gameId);
        Object.assign(item, { bytesDone, bytesTotal });
      },
      fetched: () => {
        if (isCurrent()) item.state = 'installing';
        this.#settle();
      },
      isEnd: (error) => isCurrent() && this.#waitAfter(item, error) === undefined,
    });
    begun.then(
      (summary) => {
        this.#remove(item);
        item.done.resolve(summary);
        this.#settle();
      },
      (error: unknown) => {
        if (isCurrent()) this.#failed(item, error);
      },
    );
  }

  // What is thrown at once is a failure like any other here.
  async #begin({ gameId, wish }: QueueItem, hooks: TryHooks): Promise<DownloadSummary> {
    return this.#deps.downloads.begin(gameId, wish.install, hooks);
  }

  #failed(item: QueueItem, error: unknown): void {
    const wait = this.#waitAfter(item, error);
    item.attempt = undefined;
    if (wait === undefined) {
      if (!this.#isClosed) this.#remove(item);
      item.done.reject(error as Error);
    } else {
      this.#waits.failed(item);
      item.state = wait;
    }
    this.#settle();
  }

  #waitAfter(item: QueueItem, error: unknown): QueueItem['state'] | undefined {
    return this.#isClosed ? undefined : this.#waits.after(item, error);
  }

  #takeUp(item: QueueItem): void {
    item.state = 'waiting';
    this.#waits.forget(item.gameId);
  }

  #lookLater(): void {
    if (!this.#items.some(isWaiting) || this.#cancelLook) return;
    this.#cancelLook = this.#deps.clock.after(LOOK_MS, () => {
      this.#cancelLook = undefined;
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    const free = await this.#deps.freeBytes().catch(() => 0);
    for (const item of this.#items.filter(({ state }) => state === 'no-space')) {
      if (this.#waits.hasRoom(item, free)) item.state = 'waiting';
    }
    this.followPeers();
    this.#settle();
  }

  #find(gameId: GameId): QueueItem | undefined {
    return this.#items.find((item) => item.gameId === gameId);
  }

  #remove(item: QueueItem): void {
    this.#items = this.#items.filter((each) => each !== item);
    this.#waits.forget(item.gameId);
  }

  #assertFound(gameId: GameId): QueueItem {
    const item = this.#find(gameId);
    if (item) return item;
    throw notQueued(gameId);
  }
}

function isInstalling({ state }: QueueItem): boolean {
  return state === 'installing';
}
