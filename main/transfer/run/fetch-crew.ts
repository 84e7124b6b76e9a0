import type { MessagePort } from 'node:worker_threads';
import type { LanspreadError } from '../../../shared/errors.ts';
import type { FetchSetup, LaneReport } from '../fetch-messages.ts';
import { type FetchThread, fetchThread } from './fetch-thread.ts';
import { fetchWorkerDied, shuttingDown } from './transfer-failures.ts';

export interface FetchCrewDeps {
  readonly worker: URL;
  readonly setup: FetchSetup;
  /** A line to the net worker for each thread. */
  readonly openLine: () => MessagePort | undefined;
  readonly onFault: (error: unknown) => void;
}

/** Who is told of what happens to one transfer. */
export interface TransferListener {
  onReport(report: LaneReport): void;
  /** A thread is gone; what it was told is lost. */
  onDeath(thread: FetchThread, reason: LanspreadError): void;
}

/** The fetch workers, started as they are needed; one that died is replaced by the next. */
export class FetchCrew {
  /** Threads at most. */
  readonly size: number;

  readonly #deps: FetchCrewDeps;
  // How many lanes and jobs each has.
  readonly #loads = new Map<FetchThread, number>();
  readonly #listeners = new Map<number, TransferListener>();
  #isStopped = false;

  /** At most `size` threads. */
  constructor(deps: FetchCrewDeps, size: number) {
    this.#deps = deps;
    this.size = size;
  }

  /** Has a first thread ready before it is needed: to start one costs more than to ask a source. */
  warmUp(): void {
    if (!this.#isStopped && this.#loads.size === 0) this.#loads.set(this.#startThread(), 0);
  }

  /** Ends all threads; what they do fails. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#loads.keys()].map((thread) => thread.end()));
  }

  /** Starts telling a transfer's listener. */
  listen(transferId: number, listener: TransferListener): void {
    this.#listeners.set(transferId, listener);
  }

  forget(transferId: number): void {
    this.#listeners.delete(transferId);
  }

  /** The thread that has least to do, for one lane or job more; give it back with `release`. */
  engage(): FetchThread {
    if (this.#isStopped) throw shuttingDown();
    const [least, load] = [...this.#loads].sort(([, left], [, right]) => left - right)[0] ?? [];
    const mayStart = load !== 0 && this.#loads.size < this.size;
    const engaged = least === undefined || mayStart ? this.#startThread() : least;
    this.#loads.set(engaged, (this.#loads.get(engaged) ?? 0) + 1);
    return engaged;
  }

  release(thread: FetchThread): void {
    const load = this.#loads.get(thread);
    if (load !== undefined) this.#loads.set(thread, load - 1);
  }

  #startThread(): FetchThread {
    const { worker, openLine, setup, onFault } = this.#deps;
    const gone = (): LanspreadError => (this.#isStopped ? shuttingDown() : fetchWorkerDied());
    const thread = fetchThread(
      worker,
      { ...setup, line: openLine() },
      {
        onReport: ({ transferId, report }) => {
          this.#listeners.get(transferId)?.onReport(report);
        },
        gone,
        onExit: ({ cause }) => {
          if (cause !== undefined) onFault(cause);
          this.#loads.delete(thread);
          for (const listener of [...this.#listeners.values()]) listener.onDeath(thread, gone());
        },
      },
    );
    thread.start();
    return thread;
  }
}
