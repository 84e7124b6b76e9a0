import type { GameId } from '../../shared/domain/ids.ts';
import type { QueueEntry, QueueState } from '../../shared/domain/queue.ts';
import type { DownloadSummary } from '../../shared/domain/transfer.ts';
import { Deferred } from '../kit/deferred.ts';
import type { QueuedDownload } from '../store/store.ts';

/** How whoever asks for a download wants it. */
export interface Wish {
  readonly install: boolean;
  /** Waits for a holder and for room on the disk, where it would fail otherwise. */
  readonly patient: boolean;
}

/** One download of the queue, as the queue alone changes it. */
export interface QueueItem {
  readonly gameId: GameId;
  state: QueueState;
  wish: Wish;
  bytesDone: number;
  bytesTotal: number;
  /** The try under way; one that was paused has none, though it may not have come to its end. */
  attempt: object | undefined;
  /** Whoever asked for it waits for this. */
  readonly done: Deferred<DownloadSummary>;
}

/** A download that waits for its turn. */
export function newItem(gameId: GameId, wish: Wish, bytesTotal: number): QueueItem {
  return {
    ...{ gameId, wish, bytesTotal, bytesDone: 0 },
    ...{ state: 'waiting', attempt: undefined, done: unheard() },
  };
}

/** A download of an earlier start. Whoever asked for it is gone: nobody is there to be told a failure. */
export function restoredItem(kept: QueuedDownload): QueueItem {
  const { gameId, install, patient, paused, bytesDone, bytesTotal } = kept;
  return {
    ...newItem(gameId, { install, patient: true }, bytesTotal),
    ...{ bytesDone, state: paused || !patient ? 'paused' : 'no-holder' },
  };
}

/** Whether it goes on only once something happens that is not its turn. */
export function isResting({ state }: Pick<QueueItem, 'state'>): boolean {
  return state === 'paused' || state === 'no-holder' || state === 'no-space';
}

export function entryOf({ gameId, state, wish, bytesDone, bytesTotal }: QueueItem): QueueEntry {
  return { gameId, state, install: wish.install, bytesDone, bytesTotal };
}

// Nobody may be waiting for it when it fails.
function unheard(): Deferred<DownloadSummary> {
  const done = new Deferred<DownloadSummary>();
  done.promise.catch(() => undefined);
  return done;
}
