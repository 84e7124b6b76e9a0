import { assertNever } from '../../shared/assert-never.ts';
import { listGamesFolder } from './games-folder.ts';
import { digestFiles, hashCopy } from './hash-files.ts';
import type { HashPriority } from './library.ts';
import type { Job, JobResult, LibraryTalk } from './library-jobs.ts';
import { measureFolder } from './measure-folder.ts';
import { packGame } from './packed.ts';
import { Pacer } from './pacer.ts';
import { scanGame } from './scan-game.ts';
import { scanSome } from './scan-some.ts';

/** How often a job tells how much it has read, in milliseconds. */
const PROGRESS_MS = 100;

interface RunningJob {
  readonly job: LibraryTalk['question'];
  readonly signal: AbortSignal;
}

/** The worker's side: does the jobs it is told to, several at a time in turns. */
export class JobDesk {
  readonly #tell: (report: LibraryTalk['report']) => void;
  readonly #running = new Map<number, RunningJob>();

  constructor(tell: (report: LibraryTalk['report']) => void) {
    this.#tell = tell;
  }

  /** Rejects with the signal's reason at its next turn after that has come. */
  async run(job: LibraryTalk['question'], signal: AbortSignal): Promise<JobResult> {
    const running = { job, signal };
    this.#running.set(job.id, running);
    try {
      return await this.#perform(running);
    } finally {
      this.#running.delete(job.id);
    }
  }

  async #perform(running: RunningJob): Promise<JobResult> {
    const { job } = running;
    const pacer = this.#pacerFor(running);
    switch (job.type) {
      case 'list-folder':
        return listGamesFolder(job.gamesFolder, job.gameIds);
      case 'scan-some':
        return (await scanSome(job.gamesFolder, job.games, pacer)).map(packGame);
      case 'scan-game':
        return packGame(scanGame(job.gamesFolder, job.game));
      case 'hash-game':
        return hashCopy(job, pacer);
      case 'digest-files':
        return digestFiles(job.folder, job.paths, pacer, this.#meter(job.id));
      case 'measure-folder':
        return measureFolder(job.folder, pacer);
      default:
        return assertNever(job);
    }
  }

  // Told now and then, since each block is a few milliseconds of work.
  #meter(id: number): (bytes: number) => void {
    let bytesDone = 0;
    let toldMs = performance.now();
    return (bytes) => {
      bytesDone += bytes;
      if (performance.now() - toldMs < PROGRESS_MS) return;
      toldMs = performance.now();
      this.#tell({ type: 'read', id, bytesDone });
    };
  }

  #pacerFor({ job, signal }: RunningJob): Pacer {
    const isAskedUnderWay = (): boolean => [...this.#running.values()].some(isAskedReading);
    return new Pacer(priorityOf(job), isAskedUnderWay, signal);
  }
}

function priorityOf(job: Job): HashPriority {
  return job.type === 'hash-game' ? job.priority : 'asked';
}

// Scans are short turns; only who reads whole files makes background work wait.
function isAskedReading({ job }: RunningJob): boolean {
  return job.type === 'digest-files' || (job.type === 'hash-game' && job.priority === 'asked');
}
