import type { GameId } from '../../shared/domain/ids.ts';
import type { QueueState } from '../../shared/domain/queue.ts';
import { type ErrorCode, LanspreadError } from '../../shared/errors.ts';
import type { Clock } from '../kit/clock.ts';
import type { Downloads } from './downloads.ts';
import { Patience } from './patience.ts';
import type { QueueItem } from './queue-item.ts';

/** What a patient download waits for after a failure, instead of ending with it. */
const WAITS: Readonly<Partial<Record<ErrorCode, QueueState>>> = {
  'no-peers-have-game': 'no-holder',
  // Those who disagree may come to agree, or leave; a new wish is refused before it gets here.
  'ambiguous-metadata': 'no-holder',
  'sources-lost': 'no-holder',
  'peer-unreachable': 'no-holder',
  'peer-refused': 'no-holder',
  timeout: 'no-holder',
  'no-space': 'no-space',
};

const WAITING: ReadonlySet<QueueState> = new Set(['no-holder', 'no-space']);

/** Whether a download waits for something that may come to be without a word. */
export function isWaiting({ state }: Pick<QueueItem, 'state'>): boolean {
  return WAITING.has(state);
}

export interface QueueWaitsDeps {
  readonly downloads: Pick<Downloads, 'prospect'>;
  readonly clock: Clock;
}

/** What downloads of the queue wait for, and whether it is there by now. */
export class QueueWaits {
  readonly #downloads: Pick<Downloads, 'prospect'>;
  readonly #patience: Patience;

  constructor({ clock, downloads }: QueueWaitsDeps) {
    this.#downloads = downloads;
    this.#patience = new Patience(clock);
  }

  /** What a download would wait for after this failure; undefined where that is its end. */
  after({ state, wish }: QueueItem, error: unknown): QueueState | undefined {
    if (!wish.patient || state === 'installing') return undefined;
    return error instanceof LanspreadError ? WAITS[error.code] : undefined;
  }

  /** Notes that a try has failed, and who was asked in vain. */
  failed({ gameId }: QueueItem): void {
    const prospect = this.#downloads.prospect(gameId);
    this.#patience.failed(gameId, prospect.type === 'there' ? prospect.sources : []);
  }

  /** The next try counts as the first one again. */
  forget(gameId: GameId): void {
    this.#patience.forget(gameId);
  }

  hasHolder({ gameId }: QueueItem): boolean {
    const prospect = this.#downloads.prospect(gameId);
    if (prospect.type === 'here') return true;
    const sources = prospect.type === 'there' ? prospect.sources : [];
    return this.#patience.isWorthAsking(gameId, sources);
  }

  /** Whether what is left fits into so many free bytes, and it is time for another try. */
  hasRoom({ gameId, bytesDone, bytesTotal }: QueueItem, freeBytes: number): boolean {
    return freeBytes >= bytesTotal - bytesDone && this.#patience.isDue(gameId);
  }
}
