import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Address } from '../../shared/domain/peer.ts';
import type { Version } from '../../shared/domain/version.ts';
import type { Identity } from './identity.ts';

/** What this PC says of itself when a connection opens; plain data. */
export interface HelloFacts {
  /** The name others see. */
  readonly name: string;
  readonly appVersion: string;
  /** Random, made once a process: tells a restarted peer from one that dials twice. */
  readonly instance: number;
  /** Where this PC listens; 0 = not told (data connections need not). */
  readonly listenPort: number;
}

/** Whom to connect to, as whom, and how. */
export interface DataConnectionTarget {
  readonly identity: Identity;
  readonly hello: HelloFacts;
  /** Who must answer; proven by its key, else `peer-refused`. */
  readonly peerId: PeerId;
  readonly address: Address;
  /** Told of content as it arrives, often (every 16 KiB); must be quick and must not throw. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** Gives up when no byte comes for so long while an answer is due; default `DATA_STALL_MS`. */
  readonly stallMs?: number | undefined;
}

/** A part of one file. */
export interface ByteRange {
  readonly path: string;
  readonly offset: number;
  /** At least 1. */
  readonly length: number;
}

/** Parts of a game's files, at most `MAX_REQUEST_BYTES` and `MAX_REQUEST_RANGES` together. */
export interface BlocksRequest {
  readonly gameId: GameId;
  readonly version: Version;
  readonly ranges: readonly ByteRange[];
  /** Whether the sender's BLAKE3 of each range (32 bytes each) follows after all ranges. */
  readonly withHashes: boolean;
}

/** Canonical bytes that describe a game's content. */
export interface DescriptorsRequest {
  readonly gameId: GameId;
  readonly version: Version;
  readonly form: 'outline' | 'manifest';
}

/** A connection over which one peer's content is fetched; any failure of it ends it for good. */
export interface DataConnection {
  readonly isOpen: boolean;
  /**
   * Puts the ranges, one after the other, and behind them the hashes if wanted, at the start of
   * `into`, which must hold `answerBytes(request)`; it is written to only until the promise
   * settles. Answers come in the order of the requests; up to `MAX_PIPELINED_REQUESTS` may wait.
   * Fails with `peer-unreachable`, `peer-refused` (broke the protocol), `timeout` (stalled),
   * `cancelled` (closed here) or `bad-argument` (over a limit; the connection lives).
   */
  requestBlocks(request: BlocksRequest, into: Uint8Array): Promise<'received' | 'not-available'>;
  /** The canonical bytes, unchecked, or undefined where the peer does not serve them. */
  requestDescriptors(request: DescriptorsRequest): Promise<Uint8Array | undefined>;
  /** Stops reading, so that the sender has to wait; time paused is no stall. */
  pause(): void;
  resume(): void;
  /** Ends the connection; requests that wait fail with `cancelled`. Idempotent. */
  close(): void;
}

/** The bytes that the answer to a request puts into its target. */
export function answerBytes(request: Pick<BlocksRequest, 'ranges' | 'withHashes'>): number {
  const content = request.ranges.reduce((sum, range) => sum + range.length, 0);
  return content + (request.withHashes ? request.ranges.length * 32 : 0);
}

/**
 * Connects, proves both ids and says hello; at most 5 s.
 * Fails with `bad-argument`, `peer-unreachable`, `peer-refused`, `timeout` or `cancelled`.
 */
export function openDataConnection(
  target: DataConnectionTarget,
  signal: AbortSignal,
): Promise<DataConnection> {
  signal.throwIfAborted();
  return Promise.reject(new Error(`not yet: ${target.address}`));
}
