import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from '../../shared/errors.ts';
import { ProgressMeter } from './progress-meter.ts';
import { measureArchive, unpackArchive } from './unpack-archive.ts';
import { type UnpackOutcome, type UnpackReport, type UnpackRequest } from './unpack-messages.ts';

// One archive, one thread: what the library leaves behind ends with it. It blocks while it unpacks.

function report(message: UnpackReport): void {
  parentPort?.postMessage(message);
}

async function outcomeOf(request: UnpackRequest, progress: ProgressMeter): Promise<UnpackOutcome> {
  try {
    if (request.type === 'unpack') {
      return { type: 'unpacked', files: await unpackArchive(request.job, progress) };
    }
    const bytes = await measureArchive(request.archive, request.label, progress);
    return { type: 'measured', bytes };
  } catch (error) {
    const failure = toFailure(error);
    const isForeseen = failure.code !== 'internal';
    return { type: 'failed', failure, detail: isForeseen ? undefined : detailOf(error) };
  }
}

function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// The one cast: `WorkerInstaller` starts this file, and with nothing else.
const request = workerData as UnpackRequest;
report(await outcomeOf(request, new ProgressMeter(report, () => performance.now())));
