import { Worker } from 'node:worker_threads';
import type { Address } from '../../shared/domain/peer.ts';
import { fromFailure } from '../../shared/errors.ts';
import { Deferred } from '../kit/deferred.ts';
import { networkStopped } from './link/failures.ts';
import type { NetSetup } from './net-host.ts';
import type { NetAnswer, NetCommand, NetQuestion, NetReport } from './net-messages.ts';
import type { NetworkEvent } from './network.ts';

export interface NetThreadDeps {
  readonly worker: URL;
  readonly onEvent: (event: NetworkEvent) => void;
  readonly onFault: (error: unknown) => void;
  /** The thread is gone though nobody has stopped it; all sessions are gone with it. */
  readonly onDeath: () => void;
}

/** The main thread's end of the net worker: its life, and questions with their answers. */
export class NetThread {
  readonly #deps: NetThreadDeps;
  readonly #started = new Deferred<Address>();
  readonly #asked = new Map<number, Deferred<NetAnswer>>();
  #worker: Worker | undefined;
  #lastAskId = 0;

  constructor(deps: NetThreadDeps) {
    this.#deps = deps;
    // Whether anyone waits for it or not.
    this.#started.promise.catch(() => undefined);
  }

  isAlive(): boolean {
    return this.#worker !== undefined;
  }

  /** Starts the thread and resolves once it listens; once a thread. */
  start(setup: NetSetup): Promise<Address> {
    const worker = new Worker(this.#deps.worker, { workerData: setup, name: 'net' });
    worker.on('message', (report: NetReport) => {
      this.#hear(report);
    });
    worker.on('error', this.#deps.onFault);
    worker.on('exit', () => {
      this.#die();
    });
    this.#worker = worker;
    return this.#started.promise;
  }

  tell(command: NetCommand): void {
    this.#worker?.postMessage(command);
  }

  /** The worker's answer; rejects with what it failed with, the signal's reason, or `io-error` at its death. */
  async ask(question: NetQuestion, signal?: AbortSignal): Promise<NetAnswer> {
    signal?.throwIfAborted();
    if (!this.isAlive()) throw networkStopped();
    this.#lastAskId += 1;
    const askId = this.#lastAskId;
    const answer = new Deferred<NetAnswer>();
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

  /** Ends the thread, whatever it is doing. */
  async end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #hear(report: NetReport): void {
    switch (report.type) {
      case 'started':
        this.#started.resolve(report.address);
        return;
      case 'not-started':
        this.#started.reject(fromFailure(report.failure));
        return;
      case 'event':
        this.#deps.onEvent(report.event);
        return;
      case 'answer':
        this.#asked.get(report.askId)?.resolve(report.answer);
        return;
      case 'failed':
        this.#asked.get(report.askId)?.reject(fromFailure(report.failure));
        return;
      case 'fault':
        this.#deps.onFault(new Error(`In the net worker: ${report.text}`));
        return;
    }
  }

  #die(): void {
    const wasWanted = this.#worker === undefined;
    this.#worker = undefined;
    this.#started.reject(networkStopped());
    for (const answer of this.#asked.values()) answer.reject(networkStopped());
    if (!wasWanted) this.#deps.onDeath();
  }
}
