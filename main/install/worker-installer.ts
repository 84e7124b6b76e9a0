import { extname } from 'node:path';
import { LanspreadError } from '../../shared/errors.ts';
import { WaitingLine } from '../kit/waiting-line.ts';
import { type AnswerTo } from '../kit/worker/worker-messages.ts';
import { type Installer, type UnpackedFile, type UnpackJob } from './installer.ts';
import { FLUSH_STALL_MS, MAX_WAITING, STALL_MS } from './limits.ts';
import { neverCompileWrappers } from './never-compile-wrappers.ts';
import { type UnpackProgress, type UnpackRequest, type UnpackTalk } from './unpack-messages.ts';
import {
  UnpackThread,
  type UnpackThreadDeps,
  type UnpackThreadJob,
  type UnpackThreadOptions,
} from './unpack-thread.ts';

// Source and build differ only in their extension, and so do their workers.
const WORKER = new URL(`./unpack-worker${extname(import.meta.url)}`, import.meta.url);

export type WorkerInstallerDeps = UnpackThreadDeps;

export type WorkerInstallerOptions = Partial<UnpackThreadOptions>;

/** Unpacks in worker threads, one archive at a time; make one for the whole program. */
export class WorkerInstaller implements Installer {
  readonly #deps: WorkerInstallerDeps;
  readonly #options: UnpackThreadOptions;
  // The worker may take all the disk and memory that unpacking is given, so there is one.
  readonly #line = new WaitingLine({ places: 1, bound: MAX_WAITING, full: tooManyWait });

  constructor(deps: WorkerInstallerDeps, options: WorkerInstallerOptions = {}) {
    neverCompileWrappers();
    this.#deps = deps;
    this.#options = { worker: WORKER, stallMs: STALL_MS, flushStallMs: FLUSH_STALL_MS, ...options };
  }

  measure(archive: string, label: string, signal: AbortSignal): Promise<number> {
    const request = { type: 'measure', archive, label } as const;
    return this.#run({ label, request, onProgress: () => undefined }, signal);
  }

  unpack(
    job: UnpackJob,
    onProgress: (bytesDone: number, bytesTotal: number) => void,
    signal: AbortSignal,
  ): Promise<readonly UnpackedFile[]> {
    const thread = {
      label: job.label,
      request: { type: 'unpack', job } as const,
      onProgress: (progress: UnpackProgress) => {
        if (progress.type === 'unpacking') onProgress(progress.bytesDone, progress.bytesTotal);
      },
    };
    return this.#run(thread, signal);
  }

  #run<Request extends UnpackRequest>(
    job: UnpackThreadJob<Request>,
    signal: AbortSignal,
  ): Promise<AnswerTo<UnpackTalk, Request>> {
    return this.#line.run(async () => {
      try {
        return await new UnpackThread(this.#deps, this.#options, job).run(signal);
      } catch (error) {
        this.#logBug(error, job.label);
        throw error;
      }
    }, signal);
  }

  // What nobody foresaw comes with the worker's stack; its message has no details.
  #logBug(error: unknown, label: string): void {
    if (!(error instanceof LanspreadError) || error.code !== 'internal') return;
    if (error.cause === undefined) return;
    this.#deps.log.error({ label, detail: error.cause }, 'unpacking failed');
  }
}

function tooManyWait(): LanspreadError {
  return new LanspreadError(
    'operation-active',
    `${MAX_WAITING} archives wait to be unpacked. Try again when some are done.`,
  );
}
