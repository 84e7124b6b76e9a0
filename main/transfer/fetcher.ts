import type { Outline } from '../../shared/domain/content.ts';
import type { ContentHash, GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Address } from '../../shared/domain/peer.ts';
import type { FinishedRange } from '../../shared/domain/transfer.ts';
import type { Version } from '../../shared/domain/version.ts';

/** A peer that serves a download. */
export interface Source {
  readonly peerId: PeerId;
  readonly address: Address;
}

/** Which canonical bytes describe a game's content, and the hash they must have. */
export interface DescriptorRequest {
  readonly gameId: GameId;
  readonly version: Version;
  readonly form: 'outline' | 'manifest';
  readonly expectedHash: ContentHash;
}

/** All that a transfer needs to know of the game it fetches. */
export interface TransferPlan {
  readonly gameId: GameId;
  readonly version: Version;
  readonly outline: Outline;
  /** 32 bytes a block in the order of the outline; undefined where no peer has hashed its copy. */
  readonly blockHashes: Uint8Array | undefined;
  /** Where the files grow, absolute; exists. */
  readonly stagingFolder: string;
  /** One byte a block, 1 = verified on disk already. */
  readonly verified: Uint8Array;
  readonly sources: readonly Source[];
}

/** What a transfer has to tell. Blocks are numbered over the whole outline, in its order. */
export type TransferEvent =
  /** Blocks that a whole copy was just asked for. */
  | { readonly type: 'blocks-asked'; readonly blocks: readonly number[] }
  /** Blocks are verified and can be read, though they may not outlast a power cut yet. */
  | { readonly type: 'blocks-verified'; readonly blocks: readonly number[] }
  /** Blocks are verified and durable; `hashes` has 32 bytes for each of them. */
  | {
      readonly type: 'blocks-durable';
      readonly blocks: readonly number[];
      readonly hashes: Uint8Array;
    }
  /** A chunk, or one source's part of it, is whole: verified and durable. */
  | { readonly type: 'range-finished'; readonly range: FinishedRange }
  | { readonly type: 'range-rejected'; readonly range: FinishedRange; readonly reason: string }
  | { readonly type: 'source-dropped'; readonly peerId: PeerId; readonly reason: string }
  /** At most ten a second. */
  | {
      readonly type: 'transfer-progress';
      /** Kept and fetched, of the whole game. */
      readonly bytesDone: number;
      readonly bytesPerSecond: number;
      readonly sources: readonly {
        readonly peerId: PeerId;
        readonly bytes: number;
        readonly bytesPerSecond: number;
      }[];
    };

/** What a finished transfer fetched from each source that gave anything. */
export interface TransferResult {
  readonly sources: readonly (Source & { readonly bytes: number })[];
  readonly seconds: number;
}

/** A transfer under way. */
export interface Transfer {
  /** A peer that has become a source, or come back at another address. */
  addSource(source: Source): void;
  /** A peer that is gone; its blocks go to others at once. */
  removeSource(peerId: PeerId): void;
  /**
   * A peer that fetches the same content itself, and what it has of it: one byte a block, 1 = there.
   * It is asked for no more than that, by hash; nothing changes where it is a source already.
   */
  addPartial(source: Source, has: Uint8Array): void;
  /** A peer that fetches the same content has these blocks too, and is getting others. */
  addToPartial(peerId: PeerId, blocks: readonly number[], coming: readonly number[]): void;
  /** A peer fetches the content no longer; nothing changes where it is a source by now. */
  removePartial(peerId: PeerId): void;
  /**
   * Resolves when every block is verified and durable; rejects with `cancelled`, `sources-lost`,
   * `hash-mismatch`, `no-space` or `io-error` (`internal` if a worker dies, `shutting-down` if the
   * fetcher stops), after all that is verified has been made durable and told, and all files are
   * closed.
   */
  readonly done: Promise<TransferResult>;
}

/** A copy that is here, as a place to take blocks of another content from. */
export interface ReuseJob {
  readonly gameId: GameId;
  readonly outline: Outline;
  readonly blockHashes: Uint8Array;
  readonly stagingFolder: string;
  /** Where the copy lies, absolute; it is only read. */
  readonly copyFolder: string;
  /** One byte a block, 1 = it is looked for at its place in the copy. */
  readonly wanted: Uint8Array;
}

/** Fetches content from peers in workers. */
export interface Fetcher {
  /** There is something to fetch: what a first download needs is made ready. Again does nothing. */
  warmUp(): void;
  stop(): Promise<void>;
  /** The canonical bytes, checked against their hash; tries the sources in turn. */
  fetchDescriptors(
    sources: readonly Source[],
    request: DescriptorRequest,
    signal: AbortSignal,
  ): Promise<Uint8Array>;
  begin(plan: TransferPlan, onEvent: (event: TransferEvent) => void, signal: AbortSignal): Transfer;
  /** Re-hashes what lies in the staging folder: one byte a block, 1 = has its hash. */
  checkStaging(
    plan: Pick<TransferPlan, 'outline' | 'stagingFolder'> & { readonly blockHashes: Uint8Array },
    signal: AbortSignal,
  ): Promise<Uint8Array>;
  /**
   * Brings blocks of a copy that is here into the staging folder, each only if it has its hash: one
   * byte a block, 1 = there now and durable. Fails with `no-space` or `io-error`.
   */
  reuseCopy(job: ReuseJob, signal: AbortSignal): Promise<Uint8Array>;
  /** Bytes a second over all sources; 0 = no limit. */
  setDownloadLimit(bytesPerSecond: number): void;
}
