import type { Transferable, Worker } from 'node:worker_threads';
import { type Failure, LanspreadError } from '../../../shared/errors.ts';
import { Deferred } from '../deferred.ts';
import type { AnswerTo, FromWorker, ToWorker, WorkerTalk } from './worker-messages.ts';

/** More unanswered questions than this are refused. */
const MAX_ASKED = 10_000;

/** A worker that has not left by itself after this time is ended from outside, in milliseconds. */
const LEAVE_MS = 1_000;

/** A thread inside a system call ends when that does; nobody waits longer for a dead disk, in milliseconds. */
const CUT_MS = 1_500;

export interface WorkerLinkDeps<Talk extends WorkerTalk> {
  readonly spawn: () => Worker;
  readonly onReport: (report: Talk['report']) => void;
  /** What a question fails with that gets no answer any more; `cause` is what the worker died of, if it did. */
  readonly gone: (cause: unknown) => Error;
  /** The thread is gone, of what it died of, or because it was ended from here. */
  readonly onExit?: (end: { readonly wasWanted: boolean; readonly cause: unknown }) => void;
  /** How long a question that was cancelled may take to end, in milliseconds; without it, it ends at once. */
  readonly cancelMs?: number;
}

/** The main thread's end of one worker, through one life: questions, commands, reports, the end. */
export class WorkerLink<Talk extends WorkerTalk> {
  readonly #deps: WorkerLinkDeps<Talk>;
  readonly #exited = new Deferred<undefined>();
  // Each is settled once: by its answer, its cancellation, or the end of the worker.
  readonly #asked = new Map<number, Deferred<unknown>>();
  #worker: Worker | undefined;
  #isEnding = false;
  #cause: unknown;
  #lastAskId = 0;

  constructor(deps: WorkerLinkDeps<Talk>) {
    this.#deps = deps;
  }

  /** Started, not being ended, and not dead. */
  isAlive(): boolean {
    return this.#worker !== undefined && !this.#isEnding;
  }

  /** Once. */
  start(): void {
    const worker = this.#deps.spawn();
    worker.on('message', (message: FromWorker<Talk>) => {
      this.#hear(message);
    });
    worker.on('error', (error) => {
      this.#cause = error;
    });
    worker.on('exit', () => {
      this.#lose();
    });
    this.#worker = worker;
  }

  /** Does nothing where the worker is gone; what is in `handedOver` belongs to the worker from now on. */
  tell(command: Talk['command'], handedOver: readonly Transferable[] = []): void {
    this.#post({ type: 'command', command }, handedOver);
  }

  /** Rejects with the worker's failure, the signal's reason, or what `gone` gives. */
  async ask<Question extends Talk['question']>(
    question: Question,
    signal?: AbortSignal,
  ): Promise<AnswerTo<Talk, Question>> {
    signal?.throwIfAborted();
    if (!this.isAlive()) throw this.#deps.gone(this.#cause);
    if (this.#asked.size >= MAX_ASKED) throw tooMuch();
    const askId = (this.#lastAskId += 1);
    const answer = new Deferred<unknown>();
    const unlisten = this.#followCancel(askId, answer, signal);
    this.#asked.set(askId, answer);
    this.#post({ type: 'ask', askId, question });
    try {
      // The worker answers a question with what its type says.
      return (await answer.promise) as AnswerTo<Talk, Question>;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      unlisten();
      this.#asked.delete(askId);
    }
  }

  /** Ends the thread. It is given `patienceMs` to leave by itself; without a word, a second. */
  async end(patienceMs: number = LEAVE_MS): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    // It leaves by itself between two of its turns: Node can crash where a socket that is just
    // being read is cut off from outside.
    this.#post({ type: 'leave' });
    this.#isEnding = true;
    this.#failAll();
    const cut = setTimeout(() => void worker.terminate(), patienceMs);
    const giveUp = setTimeout(() => {
      worker.unref();
      this.#exited.resolve(undefined);
    }, patienceMs + CUT_MS);
    await this.#exited.promise;
    clearTimeout(cut);
    clearTimeout(giveUp);
  }

  #post(message: ToWorker<Talk>, handedOver: readonly Transferable[] = []): void {
    if (this.isAlive()) this.#worker?.postMessage(message, handedOver);
  }

  #followCancel(askId: number, answer: Deferred<unknown>, signal?: AbortSignal): () => void {
    const { cancelMs } = this.#deps;
    let limit: NodeJS.Timeout | undefined;
    const giveUp = (): void => {
      answer.reject(signal?.reason as Error);
    };
    const cancel = (): void => {
      this.#post({ type: 'cancel', askId });
      if (cancelMs === undefined) giveUp();
      else limit = setTimeout(giveUp, cancelMs);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    return () => {
      signal?.removeEventListener('abort', cancel);
      clearTimeout(limit);
    };
  }

  #hear(message: FromWorker<Talk>): void {
    if (this.#isEnding) return;
    switch (message.type) {
      case 'report':
        this.#deps.onReport(message.report);
        return;
      case 'answer':
        this.#asked.get(message.askId)?.resolve(message.answer);
        return;
      case 'failed':
        this.#asked.get(message.askId)?.reject(fromWorker(message.failure, message.details));
        return;
    }
  }

  #lose(): void {
    this.#worker = undefined;
    this.#failAll();
    this.#exited.resolve(undefined);
    this.#deps.onExit?.({ wasWanted: this.#isEnding, cause: this.#cause });
  }

  #failAll(): void {
    for (const answer of this.#asked.values()) answer.reject(this.#deps.gone(this.#cause));
  }
}

// With the worker's stack as the cause: for the log alone.
function fromWorker({ code, message }: Failure, details: string): LanspreadError {
  return new LanspreadError(code, message, { cause: details });
}

function tooMuch(): LanspreadError {
  return new LanspreadError('io-error', 'Too much waits to be done. Try again later.');
}
