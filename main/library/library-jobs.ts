import type { GameId } from '../../shared/domain/ids.ts';
import type { Failure } from '../../shared/errors.ts';
import type { CopyToHash } from './hash-files.ts';
import type { HashPriority, ScanProblem } from './library.ts';
import type { PackedDigests, PackedGame, PackedManifest } from './packed.ts';

/** Each job that the worker knows once: what it takes, what it gives back. */
interface Jobs {
  'scan-all': {
    readonly job: { readonly gamesFolder: string; readonly gameIds: readonly GameId[] };
    readonly result: readonly ScanProblem[];
  };
  'scan-game': {
    readonly job: { readonly gamesFolder: string; readonly gameId: GameId };
    readonly result: PackedGame;
  };
  'hash-game': {
    readonly job: CopyToHash & { readonly priority: HashPriority };
    readonly result: PackedManifest;
  };
  'digest-files': {
    readonly job: { readonly folder: string; readonly paths: readonly string[] };
    readonly result: PackedDigests;
  };
}

export type JobType = keyof Jobs;

export type Job = {
  readonly [Type in JobType]: { readonly type: Type } & Jobs[Type]['job'];
}[JobType];

/** What a job of one type gives back; of any type where none is named. */
export type JobResult<T extends JobType = JobType> = Jobs[T]['result'];

/** What the main thread says; `id` tells the jobs apart. */
export type ToLibraryWorker =
  | { readonly type: 'run'; readonly id: number; readonly job: Job }
  | { readonly type: 'cancel'; readonly id: number }
  /** The games told last were taken; more may come. */
  | { readonly type: 'taken'; readonly id: number };

/** What the worker says; each job ends with `done` or `failed`. */
export type FromLibraryWorker =
  | { readonly type: 'games'; readonly id: number; readonly games: readonly PackedGame[] }
  | { readonly type: 'done'; readonly id: number; readonly result: JobResult }
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly failure: Failure;
      /** For the log alone. */
      readonly details: string;
    };
