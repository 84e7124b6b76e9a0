import { Worker } from 'node:worker_threads';
import { LanspreadError } from '../../shared/errors.ts';
import { type Clock } from '../kit/clock.ts';
import { type Logger } from '../kit/logger.ts';
import { WorkerLink } from '../kit/worker/worker-link.ts';
import { type AnswerTo } from '../kit/worker/worker-messages.ts';
import { MAX_WORKER_HEAP_MB } from './limits.ts';
import { unsafeArchive } from './refusal.ts';
import { type UnpackProgress, type UnpackRequest, type UnpackTalk } from './unpack-messages.ts';

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
export interface UnpackThreadJob<Request extends UnpackRequest> {
  readonly label: string;
  readonly request: Request;
  readonly onProgress: (progress: UnpackProgress) => void;
}

/** One worker for one archive: watched while it runs, and gone when `run` is done. Runs once. */
export class UnpackThread<Request extends UnpackRequest> {
  readonly #deps: UnpackThreadDeps;
  readonly #options: UnpackThreadOptions;
  readonly #job: UnpackThreadJob<Request>;
  readonly #link: WorkerLink<UnpackTalk>;
  readonly #stalled = new AbortController();
  #stopWatch: () => void = () => undefined;

  constructor(deps: UnpackThreadDeps, options: UnpackThreadOptions, job: UnpackThreadJob<Request>) {
    this.#deps = deps;
    this.#options = options;
    this.#job = job;
    this.#link = new WorkerLink({
      spawn: () => spawn(options.worker),
      onReport: (progress) => {
        this.#hear(progress);
      },
      gone: (cause) => this.#faultOf(cause),
    });
  }

  /** The worker's answer. Rejects within two seconds of the signal with its reason, and where the worker stalls or dies. */
  async run(signal: AbortSignal): Promise<AnswerTo<UnpackTalk, Request>> {
    signal.throwIfAborted();
    this.#link.start();
    this.#watch(this.#options.stallMs);
    try {
      const { request } = this.#job;
      return await this.#link.ask(request, AbortSignal.any([signal, this.#stalled.signal]));
    } finally {
      this.#stopWatch();
      // It unpacks in one turn, so it can't hear that it is to leave.
      await this.#link.end(0);
    }
  }

  #hear(progress: UnpackProgress): void {
    const { stallMs, flushStallMs } = this.#options;
    this.#watch(progress.type === 'flushing' ? flushStallMs : stallMs);
    this.#job.onProgress(progress);
  }

  /** Ends the job unless the worker speaks again in time. */
  #watch(limitMs: number): void {
    this.#stopWatch();
    this.#stopWatch = this.#deps.clock.after(limitMs, () => {
      this.#stalled.abort(stalled(this.#job.label, limitMs));
    });
  }

  #faultOf(cause: unknown): Error {
    const { label } = this.#job;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
      return unsafeArchive(label, 'it needs more memory than unpacking may take');
    }
    const detail =
      cause instanceof Error ? (cause.stack ?? cause.message) : 'it ended without a word';
    this.#deps.log.error({ label, detail }, 'the worker that unpacked an archive died');
    const message = `Unpacking ${label} broke off for a reason that only the log has. Install again.`;
    return new LanspreadError('internal', message);
  }
}

function spawn(worker: URL): Worker {
  const spawned = new Worker(worker, {
    name: 'unpack',
    resourceLimits: { maxOldGenerationSizeMb: MAX_WORKER_HEAP_MB },
    env: {},
    // The library prints where it stumbles, and stdout belongs to the command line.
    stdout: true,
    stderr: true,
  });
  spawned.stdout.resume();
  spawned.stderr.resume();
  return spawned;
}

function stalled(label: string, limitMs: number): Error {
  const seconds = Math.round(limitMs / 1000);
  return new LanspreadError(
    'io-error',
    `Unpacking ${label} stood still for ${seconds} seconds and was ended. Check the disk and install again.`,
  );
}
