import type { MessagePort } from 'node:worker_threads';
import type { Outline } from '../../shared/domain/content.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';
import type { Failure } from '../../shared/errors.ts';
import type { HelloFacts } from '../wire/link/hello.ts';
import type { Identity } from '../wire/identity.ts';
import type { DescriptorRequest, ReuseJob, Source } from './fetcher.ts';

/** What a fetch worker is started with. */
export interface FetchSetup {
  readonly identity: Identity;
  readonly hello: HelloFacts;
  /** How long a source may be silent while an answer is due, in milliseconds. */
  readonly stallMs: number | undefined;
  /** The memory of the `DownloadLimit` that all workers share. */
  readonly limit: SharedArrayBuffer;
  /** How many requests' bytes this worker may hold in memory. */
  readonly buffers: number;
}

/** What each worker has of its own beside that. */
export interface FetchStart extends FetchSetup {
  /** Its line to the net worker, over which peers are asked to call back; without it, none is. */
  readonly line: MessagePort | undefined;
}

/** One transfer as a fetch worker needs to know it. */
export interface TransferOrder {
  readonly transferId: number;
  readonly gameId: GameId;
  readonly version: Version;
  readonly outline: Outline;
  /** 32 bytes a block, or undefined where none is known. */
  readonly blockHashes: Uint8Array | undefined;
  readonly stagingFolder: string;
  /** One byte a block: whoever sets it from 0 to 1 writes the block, so that none is written twice. */
  readonly claims: SharedArrayBuffer;
}

/** What the main thread tells a fetch worker; a lane is one data connection for one transfer. */
export type FetchCommand =
  | { readonly type: 'begin'; readonly order: TransferOrder }
  | {
      readonly type: 'open-lane';
      readonly transferId: number;
      readonly laneId: number;
      readonly source: Source;
    }
  | { readonly type: 'close-lane'; readonly transferId: number; readonly laneId: number }
  | {
      readonly type: 'fetch';
      readonly transferId: number;
      readonly laneId: number;
      readonly requestId: number;
      readonly blocks: readonly number[];
      /** Whether to ask for them by their hashes, as of a download under way. */
      readonly byHash: boolean;
    };

/** A question to a fetch worker that gets exactly one answer. */
export type FetchQuestion =
  /** Closes all lanes of a transfer and waits until what has come is written. */
  | { readonly type: 'halt'; readonly transferId: number }
  /** Makes what was written to these files (numbers in the outline) durable. */
  | { readonly type: 'flush'; readonly transferId: number; readonly files: readonly number[] }
  /** Closes all files of a halted transfer and forgets it. */
  | { readonly type: 'end'; readonly transferId: number }
  | {
      readonly type: 'descriptors';
      readonly sources: readonly Source[];
      readonly request: DescriptorRequest;
    }
  | {
      readonly type: 'check-staging';
      readonly outline: Outline;
      readonly stagingFolder: string;
      readonly blockHashes: Uint8Array;
    }
  | { readonly type: 'reuse-copy'; readonly job: ReuseJob };

/** What each question is answered with. */
interface FetchAnswers {
  readonly halt: undefined;
  readonly flush: undefined;
  readonly end: undefined;
  readonly descriptors: Uint8Array;
  /** One byte a block: 1 where the staging folder has it right. */
  readonly 'check-staging': Uint8Array;
  /** One byte a block: 1 where the staging folder has got it. */
  readonly 'reuse-copy': Uint8Array;
}

export type FetchAnswer = FetchAnswers[FetchQuestion['type']];

/** What a fetch worker tells of one transfer; each `fetch` ends in exactly one `request-…`. */
export type LaneReport =
  | { readonly type: 'lane-opened'; readonly laneId: number }
  | { readonly type: 'lane-closed'; readonly laneId: number; readonly failure: Failure }
  | { readonly type: 'progress'; readonly requestId: number; readonly received: number }
  | {
      readonly type: 'request-finished';
      readonly requestId: number;
      /** Verified and written, and the hashes they have, 32 bytes each. */
      readonly good: readonly number[];
      readonly hashes: Uint8Array;
      readonly bad: readonly number[];
    }
  /** The source does not serve what was asked for. */
  | { readonly type: 'request-refused'; readonly requestId: number }
  /** The lane closed before the answer was whole. */
  | { readonly type: 'request-void'; readonly requestId: number }
  | { readonly type: 'disk-failed'; readonly failure: Failure };

/** What a fetch worker tells the main thread unasked. */
interface FetchReport {
  readonly transferId: number;
  readonly report: LaneReport;
}

/** All that is said between the main thread and a fetch worker. */
export interface FetchTalk {
  readonly question: FetchQuestion;
  readonly answers: FetchAnswers;
  readonly command: FetchCommand;
  readonly report: FetchReport;
}
