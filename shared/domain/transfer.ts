import type { GameId, PeerId } from './ids.ts';
import type { Address } from './peer.ts';
import type { Version } from './version.ts';

/** What one source gave to a download. */
export interface SourceBytes {
  readonly peerId: PeerId;
  readonly address: Address;
  readonly bytes: number;
}

/** A download that ended well; `bytes` is what was fetched now, the sum over `sources`. */
export interface DownloadSummary {
  readonly gameId: GameId;
  readonly version: Version;
  readonly bytes: number;
  readonly seconds: number;
  readonly sources: readonly SourceBytes[];
}

/** A range of a file that one source supplied, verified and durable; at most 32 MiB. */
export interface FinishedRange {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
  readonly peerId: PeerId;
  readonly address: Address;
}
