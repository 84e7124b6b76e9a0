import { assertNever } from '../../shared/assert-never.ts';
import { LanspreadError, toFailure } from '../../shared/errors.ts';
import { digestFiles, hashCopy } from './hash-files.ts';
import type { HashPriority, ScannedGame } from './library.ts';
import type { FromLibraryWorker, Job, JobResult, ToLibraryWorker } from './library-jobs.ts';
import { packGame } from './packed.ts';
import { Pacer } from './pacer.ts';
import { scanAll } from './scan-all.ts';
import { scanGame } from './scan-game.ts';

interface RunningJob {
  readonly id: number;
  readonly job: Job;
  readonly stopping: AbortController;
  /** Ends the wait for the other side to take what it was told. */
  taken: () => void;
}

/** The worker's side: does the jobs it is told to, several at a time in turns, and answers each. */
export class JobDesk {
  readonly #post: (message: FromLibraryWorker) => void;
  readonly #running = new Map<number, RunningJob>();

  constructor(post: (message: FromLibraryWorker) => void) {
    this.#post = post;
  }

  take(message: ToLibraryWorker): void {
    switch (message.type) {
      case 'run':
        void this.#run(message.id, message.job);
        return;
      case 'cancel':
        this.#cancel(message.id);
        return;
      case 'taken':
        this.#running.get(message.id)?.taken();
        return;
      default:
        assertNever(message);
    }
  }

  async #run(id: number, job: Job): Promise<void> {
    const running = { id, job, stopping: new AbortController(), taken: () => undefined };
    this.#running.set(id, running);
    try {
      this.#post({ type: 'done', id, result: await this.#perform(running) });
    } catch (error) {
      const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#post({ type: 'failed', id, failure: toFailure(error), details });
    } finally {
      this.#running.delete(id);
    }
  }

  async #perform(running: RunningJob): Promise<JobResult> {
    const { job } = running;
    const pacer = this.#pacerFor(running);
    switch (job.type) {
      case 'scan-all': {
        const tell = (games: readonly ScannedGame[]): Promise<void> => this.#tell(running, games);
        return scanAll(job.gamesFolder, job.gameIds, tell, pacer);
      }
      case 'scan-game':
        return packGame(scanGame(job.gamesFolder, job.gameId));
      case 'hash-game':
        return hashCopy(job, pacer);
      case 'digest-files':
        return digestFiles(job.folder, job.paths, pacer);
      default:
        return assertNever(job);
    }
  }

  #pacerFor({ job, stopping }: RunningJob): Pacer {
    const isAskedUnderWay = (): boolean => [...this.#running.values()].some(isAskedReading);
    return new Pacer(priorityOf(job), isAskedUnderWay, stopping.signal);
  }

  async #tell(running: RunningJob, games: readonly ScannedGame[]): Promise<void> {
    const taken = new Promise<void>((resolve) => {
      running.taken = resolve;
    });
    this.#post({ type: 'games', id: running.id, games: games.map(packGame) });
    await taken;
    running.stopping.signal.throwIfAborted();
  }

  #cancel(id: number): void {
    const running = this.#running.get(id);
    running?.stopping.abort(new LanspreadError('cancelled', 'Reading the library was cancelled.'));
    running?.taken();
  }
}

function priorityOf(job: Job): HashPriority {
  return job.type === 'hash-game' ? job.priority : 'asked';
}

// Scans are short turns; only who reads whole files makes background work wait.
function isAskedReading({ job }: RunningJob): boolean {
  return job.type === 'digest-files' || (job.type === 'hash-game' && job.priority === 'asked');
}
