import type { GameId } from '../../shared/domain/ids.ts';
import type { QueueState, WaitReason } from '../../shared/domain/queue.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { QueueTable } from '../store/store.ts';
import { entryOf, type QueueItem } from './queue-item.ts';

export interface QueueTellerDeps {
  readonly table: QueueTable;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
}

const REASONS: Readonly<Partial<Record<QueueState, WaitReason>>> = {
  waiting: 'turn',
  'no-holder': 'holder',
  'no-space': 'space',
};

/** Remembers and tells the queue whenever it has changed, and never twice the same. */
export class QueueTeller {
  readonly #deps: QueueTellerDeps;
  readonly #states = new Map<GameId, QueueState>();
  #told = '';

  constructor(deps: QueueTellerDeps) {
    this.#deps = deps;
  }

  /** Keeps the queue for the next start. */
  remember(items: readonly QueueItem[]): void {
    this.#deps.table.replace(
      items.map(({ gameId, wish, state, bytesDone, bytesTotal }) => ({
        ...{ gameId, ...wish, paused: state === 'paused', bytesDone, bytesTotal },
      })),
    );
  }

  /** Remembers, then tells, what is different from the last time. */
  tell(items: readonly QueueItem[]): void {
    const now = items.map(({ gameId, state, wish }) => [gameId, state, wish]);
    const text = JSON.stringify(now);
    if (text === this.#told || (this.#told === '' && items.length === 0)) return;
    this.#told = text;
    this.remember(items);
    const here = new Set(items.map(({ gameId }) => gameId));
    for (const gameId of [...this.#states.keys()]) {
      if (!here.has(gameId)) this.#states.delete(gameId);
    }
    for (const item of items) this.#tellOne(item);
    this.#deps.events.emit({ type: 'queue-changed', entries: items.map(entryOf) });
  }

  #tellOne({ gameId, state }: QueueItem): void {
    const before = this.#states.get(gameId);
    if (before === state) return;
    this.#states.set(gameId, state);
    const reason = REASONS[state];
    const { events } = this.#deps;
    if (reason) events.emit({ type: 'download-waiting', gameId, reason });
    else if (state === 'paused') events.emit({ type: 'download-paused', gameId });
    else if (before && state === 'running') events.emit({ type: 'download-resumed', gameId });
  }
}
