import type { GameId } from '../../shared/domain/ids.ts';
import type { GamesFolderListing } from './games-folder.ts';
import type { CopyToHash } from './hash-files.ts';
import type { HashPriority } from './library.ts';
import type { PackedDigests, PackedGame, PackedManifest } from './packed.ts';
import type { GameToScan } from './scan-game.ts';

/** Each job that the worker knows once: what it takes, what it gives back. */
interface Jobs {
  'list-folder': {
    readonly job: { readonly gamesFolder: string; readonly gameIds: readonly GameId[] };
    readonly result: GamesFolderListing;
  };
  'scan-some': {
    readonly job: { readonly gamesFolder: string; readonly games: readonly GameToScan[] };
    readonly result: readonly PackedGame[];
  };
  'scan-game': {
    readonly job: { readonly gamesFolder: string; readonly game: GameToScan };
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
  'measure-folder': {
    readonly job: { readonly folder: string };
    readonly result: number;
  };
}

export type JobType = keyof Jobs;

export type Job = {
  readonly [Type in JobType]: { readonly type: Type } & Jobs[Type]['job'];
}[JobType];

/** What a job of one type gives back; of any type where none is named. */
export type JobResult<T extends JobType = JobType> = Jobs[T]['result'];

type LibraryAnswers = { readonly [Type in JobType]: JobResult<Type> };

/** All that is said between the main thread and the library worker; `id` tells the jobs apart. */
export interface LibraryTalk {
  readonly question: Job & { readonly id: number };
  readonly answers: LibraryAnswers;
  readonly command: never;
  /** How much a job has read so far; ten times a second at most. */
  readonly report: { readonly type: 'read'; readonly id: number; readonly bytesDone: number };
}
