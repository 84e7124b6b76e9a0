import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Outline } from '../../shared/domain/content.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { WorkerLink } from '../kit/worker/worker-link.ts';
import type { StagedFacts, SwitchedContent } from './game-folder.ts';

// Source and build differ only in their extension, and so do their workers.
const WORKER = new URL(`./switch-worker${extname(import.meta.url)}`, import.meta.url);

/** A new version that is to be switched in. */
export interface SwitchJob {
  /** The game's, absolute. */
  readonly folder: string;
  readonly outline: Outline;
  readonly facts: StagedFacts;
}

/** All that is said between the main thread and the one that switches. */
export interface SwitchTalk {
  readonly question: { readonly type: 'switch-to-staged'; readonly job: SwitchJob };
  readonly answers: { readonly 'switch-to-staged': SwitchedContent };
  readonly command: never;
  readonly report: never;
}

/**
 * The thread that switches new versions in: 20,000 files are looked at one by one then, which would hold
 * up the main thread. Started when it is needed; one that died is replaced by the next.
 */
export class SwitchThread {
  readonly #spawn: (worker: URL) => Worker;
  #link: WorkerLink<SwitchTalk> | undefined;
  #isStopped = false;

  constructor(spawn = (worker: URL): Worker => new Worker(worker, { name: 'switch' })) {
    this.#spawn = spawn;
  }

  /** Has the thread started. */
  warmUp(): void {
    if (!this.#isStopped) this.#alive();
  }

  /** Does what `GameFolder.switchToStaged` says; fails with `internal` too where the thread dies. */
  async switchToStaged(job: SwitchJob): Promise<SwitchedContent> {
    if (this.#isStopped) throw shuttingDown();
    return this.#alive().ask({ type: 'switch-to-staged', job });
  }

  /** Ends the thread; nothing should be under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#link?.end();
  }

  #alive(): WorkerLink<SwitchTalk> {
    if (this.#link?.isAlive() === true) return this.#link;
    this.#link = new WorkerLink<SwitchTalk>({
      spawn: () => this.#spawn(WORKER),
      onReport: () => undefined,
      gone: (cause) => (this.#isStopped ? shuttingDown() : died(cause)),
    });
    this.#link.start();
    return this.#link;
  }
}

function died(cause: unknown): LanspreadError {
  return new LanspreadError(
    'internal',
    'The part of the program that puts a new version in its place stopped unexpectedly. Try again: it goes on where it was.',
    { cause },
  );
}

function shuttingDown(): LanspreadError {
  return new LanspreadError('shutting-down', 'Lanspread is closing.');
}
