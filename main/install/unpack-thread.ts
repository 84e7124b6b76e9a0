import { Worker } from 'node:worker_threads';
import { LanspreadError } from '../../shared/errors.ts';
import { type Clock } from '../kit/clock.ts';
import { Deferred } from '../kit/deferred.ts';
import { type Logger } from '../kit/logger.ts';
import { EXIT_MS, MAX_WORKER_HEAP_MB } from './limits.ts';
import { unsafeArchive } from './refusal.ts';
import {
  type UnpackOutcome,
  type UnpackProgress,
  type UnpackReport,
  type UnpackRequest,
} from './unpack-messages.ts';

export interface UnpackThreadDeps {
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Pick<Logger, 'error'>;
}

export interface UnpackThreadOptions {
  /** The worker's file. */
  readonly worker: URL;
  /** How long the worker may be silent. */
  readonly stallMs: number;
  /** The same while it flushes. */
  readonly flushStallMs: number;
}

/** One archive to look into, and who hears how far it is. */
export interface UnpackThreadJob {
  readonly label: string;
  readonly request: UnpackRequest;
  readonly onProgress: (progress: UnpackProgress) => void;
}

/** One worker for one archive: watched while it runs, and gone when `run` is done. Runs once. */
export class UnpackThread {
  readonly #deps: UnpackThreadDeps;
  readonly #options: UnpackThreadOptions;
  readonly #job: UnpackThreadJob;
  readonly #gone = new Deferred<undefined>();
  // What came first counts: the worker's last word, or why it was ended or died.
  #end: { readonly outcome: UnpackOutcome } | { readonly fault: Error } | undefined;
  #stopWatch: () => void = () => undefined;

  constructor(deps: UnpackThreadDeps, options: UnpackThreadOptions, job: UnpackThreadJob) {
    this.#deps = deps;
    this.#options = options;
    this.#job = job;
  }

  /** The worker's last word. Rejects within two seconds of the signal with its reason, and where the worker stalls or dies. */
  async run(signal: AbortSignal): Promise<UnpackOutcome> {
    signal.throwIfAborted();
    const worker = this.#start();
    const abort = () => {
      this.#finish(worker, { fault: signal.reason as Error });
    };
    signal.addEventListener('abort', abort);
    await this.#gone.promise;
    signal.removeEventListener('abort', abort);
    this.#stopWatch();

    if (this.#end === undefined) throw this.#died('it ended without a word');
    if ('fault' in this.#end) throw this.#end.fault;
    return this.#end.outcome;
  }

  #start(): Worker {
    const worker = new Worker(this.#options.worker, {
      workerData: this.#job.request,
      resourceLimits: { maxOldGenerationSizeMb: MAX_WORKER_HEAP_MB },
      env: {},
      // The library prints where it stumbles, and stdout belongs to the command line.
      stdout: true,
      stderr: true,
    });
    worker.stdout.resume();
    worker.stderr.resume();
    worker.on('message', (report: UnpackReport) => {
      this.#hear(worker, report);
    });
    worker.on('error', (error) => {
      this.#finish(worker, { fault: this.#faultOf(error) });
    });
    worker.on('exit', () => {
      this.#gone.resolve(undefined);
    });
    this.#watch(worker, this.#options.stallMs);
    return worker;
  }

  #hear(worker: Worker, report: UnpackReport): void {
    switch (report.type) {
      case 'checking':
      case 'unpacking':
      case 'flushing': {
        const { stallMs, flushStallMs } = this.#options;
        if (this.#end) return;
        this.#watch(worker, report.type === 'flushing' ? flushStallMs : stallMs);
        this.#job.onProgress(report);
        return;
      }
      case 'measured':
      case 'unpacked':
      case 'failed':
        this.#finish(worker, { outcome: report });
    }
  }

  /** Ends the worker unless it speaks again in time. */
  #watch(worker: Worker, limitMs: number): void {
    this.#stopWatch();
    this.#stopWatch = this.#deps.clock.after(limitMs, () => {
      this.#finish(worker, { fault: stalled(this.#job.label, limitMs) });
    });
  }

  #finish(worker: Worker, end: { outcome: UnpackOutcome } | { fault: Error }): void {
    if (this.#end) return;
    this.#end = end;
    this.#stopWatch();
    // A thread inside a system call ends when that does; nobody waits for a dead disk.
    this.#stopWatch = this.#deps.clock.after(EXIT_MS, () => {
      worker.unref();
      this.#gone.resolve(undefined);
    });
    void worker.terminate();
  }

  #faultOf(error: unknown): Error {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
      return unsafeArchive(this.#job.label, 'it needs more memory than unpacking may take');
    }
    return this.#died(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  #died(detail: string): Error {
    const { label } = this.#job;
    this.#deps.log.error({ label, detail }, 'the worker that unpacked an archive died');
    const message = `Unpacking ${label} broke off for a reason that only the log has. Install again.`;
    return new LanspreadError('internal', message);
  }
}

function stalled(label: string, limitMs: number): Error {
  const seconds = Math.round(limitMs / 1000);
  return new LanspreadError(
    'io-error',
    `Unpacking ${label} stood still for ${seconds} seconds and was ended. Check the disk and install again.`,
  );
}
