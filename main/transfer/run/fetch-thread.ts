import { Worker } from 'node:worker_threads';
import { fromFailure } from '../../../shared/errors.ts';
import { Deferred } from '../../kit/deferred.ts';
import { fetchWorkerDied } from './transfer-failures.ts';
import type {
  FetchAnswer,
  FetchCommand,
  FetchQuestion,
  FetchReport,
  FetchSetup,
  LaneReport,
} from '../fetch-messages.ts';

// What a worker makes and drops is small and constant; more room would only be held for nothing.
const MAX_YOUNG_MB = 8;

/** A thread that has not left after this time is ended from outside, in milliseconds. */
const LEAVE_LIMIT_MS = 1_000;

export interface FetchThreadDeps {
  readonly worker: URL;
  readonly setup: FetchSetup;
  readonly onReport: (transferId: number, report: LaneReport) => void;
  /** Told of the bug that a worker died of, for the log. */
  readonly onFault: (error: unknown) => void;
  /** The thread is gone, whether wanted or not. */
  readonly onExit: (thread: FetchThread) => void;
}

/** The main thread's end of one fetch worker: its life, and questions with their answers. */
export class FetchThread {
  readonly #deps: FetchThreadDeps;
  readonly #asked = new Map<number, Deferred<FetchAnswer>>();
  #worker: Worker | undefined;
  #lastAskId = 0;

  constructor(deps: FetchThreadDeps) {
    this.#deps = deps;
  }

  get isAlive(): boolean {
    return this.#worker !== undefined;
  }

  start(): void {
    const worker = new Worker(this.#deps.worker, {
      workerData: this.#deps.setup,
      name: 'fetch',
      resourceLimits: { maxYoungGenerationSizeMb: MAX_YOUNG_MB },
    });
    worker.on('message', (report: FetchReport) => {
      this.#hear(report);
    });
    worker.on('error', this.#deps.onFault);
    worker.on('exit', () => {
      this.#worker = undefined;
      for (const answer of this.#asked.values()) answer.reject(fetchWorkerDied());
      this.#deps.onExit(this);
    });
    this.#worker = worker;
  }

  /** Ends the thread, whatever it is doing. */
  async end(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const gone = new Deferred<undefined>();
    worker.once('exit', () => {
      gone.resolve(undefined);
    });
    // It leaves by itself between two of its turns: Node can crash where a socket that is just
    // being read is cut off from outside.
    this.tell({ type: 'leave' });
    const limit = setTimeout(() => void worker.terminate(), LEAVE_LIMIT_MS);
    await gone.promise;
    clearTimeout(limit);
  }

  tell(command: FetchCommand): void {
    this.#worker?.postMessage(command);
  }

  /** The worker's answer; rejects with its failure, the signal's reason, or `internal` at its death. */
  async ask(question: FetchQuestion, signal?: AbortSignal): Promise<FetchAnswer> {
    signal?.throwIfAborted();
    if (this.#worker === undefined) throw fetchWorkerDied();
    this.#lastAskId += 1;
    const askId = this.#lastAskId;
    const answer = new Deferred<FetchAnswer>();
    const cancel = (): void => {
      this.tell({ type: 'cancel', askId });
      answer.reject(signal?.reason as Error);
    };
    this.#asked.set(askId, answer);
    signal?.addEventListener('abort', cancel);
    this.tell({ type: 'ask', askId, question });
    try {
      return await answer.promise;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#asked.delete(askId);
    }
  }

  #hear(report: FetchReport): void {
    switch (report.type) {
      case 'transfer':
        this.#deps.onReport(report.transferId, report.report);
        return;
      case 'answer':
        this.#asked.get(report.askId)?.resolve(report.answer);
        return;
      case 'failed':
        this.#asked.get(report.askId)?.reject(fromFailure(report.failure));
        return;
    }
  }
}
