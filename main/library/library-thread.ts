import type { Worker } from 'node:worker_threads';
import { LanspreadError } from '../../shared/errors.ts';
import { WorkerLink } from '../kit/worker/worker-link.ts';
import type { Job, JobResult, JobType, LibraryTalk } from './library-jobs.ts';

/** How long a cancelled job may take to stop at its next block, in milliseconds. */
const CANCEL_LIMIT_MS = 5_000;

/** A worker that has had nothing to do for so long is let go, in milliseconds: it holds 10 MB. */
const IDLE_MS = 2_000;

/** The main thread's side of the worker: one at a time, and a fresh one after it died or had nothing to do. */
export class LibraryThread {
  readonly #spawn: () => Worker;
  readonly #idleMs: number;
  #rest: NodeJS.Timeout | undefined;
  #link: WorkerLink<LibraryTalk> | undefined;
  #isOpen = false;
  #lastId = 0;

  // By job under way.
  readonly #listeners = new Map<number, (bytesDone: number) => void>();

  constructor(spawn: () => Worker, idleMs: number = IDLE_MS) {
    this.#spawn = spawn;
    this.#idleMs = idleMs;
  }

  open(): void {
    this.#isOpen = true;
    this.#alive();
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    clearTimeout(this.#rest);
    await this.#link?.end();
  }

  /**
   * Has the worker do a job; `onRead` hears how much it has read so far. The worker's death fails
   * the job with `internal`; the next job gets a new one.
   */
  async run<T extends JobType>(
    job: Job & { readonly type: T },
    signal: AbortSignal,
    onRead: (bytesDone: number) => void = () => undefined,
  ): Promise<JobResult<T>> {
    signal.throwIfAborted();
    if (!this.#isOpen) throw closing();
    clearTimeout(this.#rest);
    const id = (this.#lastId += 1);
    const link = this.#alive();
    const fault = new AbortController();
    this.#listeners.set(id, (bytesDone) => {
      try {
        onRead(bytesDone);
      } catch (error) {
        // A fault of who listens: it ends this job, and the worker goes on with the others.
        fault.abort(error);
      }
    });
    try {
      return await link.ask({ ...job, id }, AbortSignal.any([signal, fault.signal]));
    } finally {
      this.#listeners.delete(id);
      if (this.#listeners.size === 0) this.#restSoon();
    }
  }

  #restSoon(): void {
    if (!this.#isOpen) return;
    this.#rest = setTimeout(() => void this.#link?.end(), this.#idleMs);
  }

  // Only a job is worth a new worker.
  #alive(): WorkerLink<LibraryTalk> {
    if (this.#link?.isAlive() === true) return this.#link;
    const link = new WorkerLink<LibraryTalk>({
      spawn: this.#spawn,
      onReport: ({ id, bytesDone }) => this.#listeners.get(id)?.(bytesDone),
      gone: (cause) => (this.#isOpen ? died(cause) : closing()),
      cancelMs: CANCEL_LIMIT_MS,
    });
    link.start();
    this.#link = link;
    return link;
  }
}

function closing(): LanspreadError {
  return new LanspreadError('shutting-down', 'Lanspread is closing.');
}

function died(cause: unknown): LanspreadError {
  const message = 'Reading the games folder stopped unexpectedly. Try again.';
  return new LanspreadError('internal', message, { cause });
}
