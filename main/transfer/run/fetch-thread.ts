import { Worker } from 'node:worker_threads';
import { WorkerLink, type WorkerLinkDeps } from '../../kit/worker/worker-link.ts';
import type { FetchStart, FetchTalk } from '../fetch-messages.ts';

// What a worker makes and drops is small and constant; more room would only be held for nothing.
const MAX_YOUNG_MB = 8;

/** The main thread's end of one fetch worker. */
export type FetchThread = WorkerLink<FetchTalk>;

/** A thread that is still to be started, from the worker's file. */
export function fetchThread(
  worker: URL,
  setup: FetchStart,
  deps: Omit<WorkerLinkDeps<FetchTalk>, 'spawn'>,
): FetchThread {
  const spawn = (): Worker =>
    new Worker(worker, {
      workerData: setup,
      transferList: setup.line === undefined ? [] : [setup.line],
      name: 'fetch',
      resourceLimits: { maxYoungGenerationSizeMb: MAX_YOUNG_MB },
    });
  return new WorkerLink({ ...deps, spawn });
}
