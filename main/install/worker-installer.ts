import { extname } from 'node:path';
import { fromFailure } from '../../shared/errors.ts';
import { type Installer, type UnpackedFile, type UnpackJob } from './installer.ts';
import { FLUSH_STALL_MS, MAX_WAITING, STALL_MS } from './limits.ts';
import { type UnpackOutcome } from './unpack-messages.ts';
import {
  UnpackThread,
  type UnpackThreadDeps,
  type UnpackThreadJob,
  type UnpackThreadOptions,
} from './unpack-thread.ts';
import { WaitingLine } from './waiting-line.ts';

// Source and build differ only in their extension, and so do their workers.
const WORKER = new URL(`./unpack-worker${extname(import.meta.url)}`, import.meta.url);

export type WorkerInstallerDeps = UnpackThreadDeps;

export type WorkerInstallerOptions = Partial<UnpackThreadOptions>;

/** Unpacks in worker threads, one archive at a time; make one for the whole program. */
export class WorkerInstaller implements Installer {
  readonly #deps: WorkerInstallerDeps;
  readonly #options: UnpackThreadOptions;
  // The worker may take all the disk and memory that unpacking is given, so there is one.
  readonly #line = new WaitingLine(MAX_WAITING);

  constructor(deps: WorkerInstallerDeps, options: WorkerInstallerOptions = {}) {
    this.#deps = deps;
    this.#options = { worker: WORKER, stallMs: STALL_MS, flushStallMs: FLUSH_STALL_MS, ...options };
  }

  async measure(archive: string, label: string, signal: AbortSignal): Promise<number> {
    const request = { type: 'measure', archive, label } as const;
    const outcome = await this.#run({ label, request, onProgress: () => undefined }, signal);
    return outcome.type === 'measured' ? outcome.bytes : unexpected(outcome);
  }

  async unpack(
    job: UnpackJob,
    onProgress: (bytesDone: number, bytesTotal: number) => void,
    signal: AbortSignal,
  ): Promise<readonly UnpackedFile[]> {
    const thread: UnpackThreadJob = {
      label: job.label,
      request: { type: 'unpack', job },
      onProgress: (progress) => {
        if (progress.type === 'unpacking') onProgress(progress.bytesDone, progress.bytesTotal);
      },
    };
    const outcome = await this.#run(thread, signal);
    return outcome.type === 'unpacked' ? outcome.files : unexpected(outcome);
  }

  async #run(job: UnpackThreadJob, signal: AbortSignal): Promise<UnpackOutcome> {
    const leave = await this.#line.enter(signal);
    try {
      const outcome = await new UnpackThread(this.#deps, this.#options, job).run(signal);
      return outcome.type === 'failed' ? this.#fail(outcome, job.label) : outcome;
    } finally {
      leave();
    }
  }

  #fail({ failure, detail }: UnpackOutcome & { type: 'failed' }, label: string): never {
    if (detail !== undefined) this.#deps.log.error({ label, detail }, 'unpacking failed');
    throw fromFailure(failure);
  }
}

function unexpected(outcome: UnpackOutcome): never {
  throw new Error(`the unpack worker answered with ${outcome.type}`);
}
