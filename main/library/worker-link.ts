import type { Worker } from 'node:worker_threads';
import { assertNever } from '../../shared/assert-never.ts';
import { type Failure, LanspreadError } from '../../shared/errors.ts';
import type {
  FromLibraryWorker,
  Job,
  JobResult,
  JobType,
  ToLibraryWorker,
} from './library-jobs.ts';
import type { PackedGame } from './packed.ts';

/** What to do with games that a job tells before it ends. */
export type TakeGames = (games: readonly PackedGame[]) => void;

/** How long a cancelled job may take to stop at its next block, in milliseconds. */
const CANCEL_LIMIT_MS = 5_000;

/** More unanswered jobs than this are refused. */
const MAX_CALLS = 10_000;

interface Call {
  readonly takeGames: TakeGames;
  readonly resolve: (result: JobResult) => void;
  readonly reject: (error: Error) => void;
}

/** The main thread's side of the worker: one at a time, and a fresh one after it died. */
export class WorkerLink {
  readonly #spawn: () => Worker;
  #worker: Worker | undefined;
  #isOpen = false;
  #lastId = 0;

  // Each is settled once: by the worker's answer, its death, or the end of the program.
  readonly #calls = new Map<number, Call>();

  constructor(spawn: () => Worker) {
    this.#spawn = spawn;
  }

  open(): void {
    this.#isOpen = true;
    this.#worker ??= this.#startWorker();
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#isOpen = false;
    this.#worker = undefined;
    this.#failAll(closing());
    await worker?.terminate();
  }

  /** Has the worker do a job. Its death fails the job with `internal`; the next job gets a new one. */
  async call<T extends JobType>(
    job: Job & { readonly type: T },
    signal: AbortSignal,
    takeGames: TakeGames = () => undefined,
  ): Promise<JobResult<T>> {
    signal.throwIfAborted();
    if (!this.#isOpen) throw closing();
    if (this.#calls.size >= MAX_CALLS) {
      throw new LanspreadError('io-error', 'Too much waits to be read. Try again later.');
    }
    const id = (this.#lastId += 1);
    try {
      // One of its own type: the worker answers a job with what that job gives.
      return await this.#answer({ id, job }, signal, takeGames);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      this.#calls.delete(id);
    }
  }

  async #answer(
    { id, job }: { readonly id: number; readonly job: Job },
    signal: AbortSignal,
    takeGames: TakeGames,
  ): Promise<JobResult> {
    let limit: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      this.#post({ type: 'cancel', id });
      limit = setTimeout(() => this.#calls.get(id)?.reject(stuck()), CANCEL_LIMIT_MS);
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        this.#calls.set(id, { takeGames, resolve, reject });
        this.#worker ??= this.#startWorker();
        this.#post({ type: 'run', id, job });
      });
    } finally {
      signal.removeEventListener('abort', cancel);
      clearTimeout(limit);
    }
  }

  #startWorker(): Worker {
    const worker = this.#spawn();
    let cause: unknown;
    worker.on('message', (message: FromLibraryWorker) => {
      this.#take(message);
    });
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      this.#lose(worker, cause);
    });
    return worker;
  }

  // Only a job is worth a new worker: one that died or was stopped has nothing left to cancel.
  #post(message: ToLibraryWorker): void {
    this.#worker?.postMessage(message);
  }

  #take(message: FromLibraryWorker): void {
    const call = this.#calls.get(message.id);
    switch (message.type) {
      case 'games':
        this.#takeGames(message.id, message.games);
        return;
      case 'done':
        call?.resolve(message.result);
        return;
      case 'failed':
        call?.reject(fromWorker(message.failure, message.details));
        return;
      default:
        assertNever(message);
    }
  }

  #takeGames(id: number, games: readonly PackedGame[]): void {
    const call = this.#calls.get(id);
    try {
      call?.takeGames(games);
      this.#post({ type: 'taken', id });
    } catch (error) {
      // A fault of who listens: it ends this job, and the worker goes on with the others.
      call?.reject(error as Error);
      this.#post({ type: 'cancel', id });
    }
  }

  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const message = 'Reading the games folder stopped unexpectedly. Try again.';
    this.#failAll(new LanspreadError('internal', message, { cause }));
  }

  #failAll(error: LanspreadError): void {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const call of calls) call.reject(error);
  }
}

function closing(): LanspreadError {
  return new LanspreadError('shutting-down', 'Lanspread is closing.');
}

function stuck(): LanspreadError {
  return new LanspreadError('io-error', 'The disk does not answer. Check it, then try again.');
}

// With the worker's stack as the cause: for the log alone.
function fromWorker({ code, message }: Failure, details: string): LanspreadError {
  return new LanspreadError(code, message, { cause: details });
}
