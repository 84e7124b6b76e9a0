import type { FetchCrew, TransferListener } from './fetch-crew.ts';
import type { FetchQuestion, TransferOrder } from '../fetch-messages.ts';
import type { FetchThread } from './fetch-thread.ts';
import type { Source } from '../fetcher.ts';
import type { OpenLane } from './source-lanes.ts';
import type { BlockRequest } from '../plan/source-work.ts';

/** More lanes to one source bring nothing on any link of a party. */
const MAX_LANES_EACH = 2;

/** The fetch workers that take part in one transfer; each is told of it before anything else. */
export class TransferThreads {
  readonly #crew: FetchCrew;
  readonly #order: TransferOrder;
  readonly #enlisted = new Set<FetchThread>();
  #lastLaneId = 0;

  constructor(crew: FetchCrew, order: TransferOrder) {
    this.#crew = crew;
    this.#order = order;
  }

  /** How many lanes a source is worth: a second one pays only where another thread takes it. */
  get lanesEach(): number {
    return Math.min(MAX_LANES_EACH, this.#crew.size);
  }

  get #transferId(): number {
    return this.#order.transferId;
  }

  start(listener: TransferListener): void {
    this.#crew.listen(this.#transferId, listener);
  }

  /** Whether a thread takes part. */
  has(thread: FetchThread): boolean {
    return this.#enlisted.has(thread);
  }

  openLane(source: Source): OpenLane {
    const thread = this.#enlist();
    this.#lastLaneId += 1;
    const laneId = this.#lastLaneId;
    thread.tell({ type: 'open-lane', transferId: this.#transferId, laneId, source });
    return { laneId, thread };
  }

  closeLane({ laneId, thread }: OpenLane): void {
    thread.tell({ type: 'close-lane', transferId: this.#transferId, laneId });
    this.#crew.release(thread);
  }

  fetch({ laneId, thread }: OpenLane, { id, blocks, byHash }: BlockRequest): void {
    const transferId = this.#transferId;
    thread.tell({ type: 'fetch', transferId, laneId, requestId: id, blocks, byHash });
  }

  /** Closes what lanes are left; resolves once all that had come is written and told. */
  async halt(): Promise<void> {
    await this.#askAll({ type: 'halt', transferId: this.#transferId });
  }

  /** Makes what was written to these files durable; fails with `no-space` or `io-error`. */
  async flush(files: readonly number[]): Promise<void> {
    if (files.length === 0) return;
    const thread = this.#enlist();
    try {
      await thread.ask({ type: 'flush', transferId: this.#transferId, files });
    } finally {
      this.#crew.release(thread);
    }
  }

  /** Has all files closed. */
  async end(): Promise<void> {
    await this.#askAll({ type: 'end', transferId: this.#transferId });
    this.#crew.forget(this.#transferId);
  }

  #enlist(): FetchThread {
    const thread = this.#crew.engage();
    if (!this.#enlisted.has(thread)) thread.tell({ type: 'begin', order: this.#order });
    this.#enlisted.add(thread);
    return thread;
  }

  // A thread that has died has nothing open any more.
  async #askAll(question: FetchQuestion): Promise<void> {
    await Promise.allSettled([...this.#enlisted].map((thread) => thread.ask(question)));
  }
}
