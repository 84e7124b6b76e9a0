import type { Offer, Outline } from '../../shared/domain/content.ts';
import type { ContentHash, GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Hearing, Reach } from '../../shared/domain/link.ts';
import type { Address, LossReason } from '../../shared/domain/peer.ts';
import type { Version } from '../../shared/domain/version.ts';
import type { Failure } from '../../shared/errors.ts';

/** One session's number, unique while this process lives. */
export type SessionId = number;

/** What two peers say to each other over a session; hello, pings and pages stay inside the wire. */
export type SessionMessage = LibraryMessage | HaveMessage | PeersMessage | LinkMessage;

/** What is said of whole, ready games. */
export type LibraryMessage =
  | { readonly type: 'library'; readonly revision: number; readonly offers: readonly Offer[] }
  | {
      readonly type: 'library-change';
      /** One more than the revision it builds on. */
      readonly revision: number;
      readonly put: readonly Offer[];
      readonly drop: readonly GameId[];
    }
  | { readonly type: 'library-received'; readonly revision: number }
  | { readonly type: 'library-again' }
  /** What the sender is called from now on; cleaned, so it may be shown. */
  | { readonly type: 'name'; readonly name: string };

/** Where the sender's other peers are; hearsay, checked for its form alone. */
export interface PeersMessage {
  readonly type: 'peers';
  /** Whether the sender takes part: wants to hear of others, and may be told of. */
  readonly open: boolean;
  readonly peers: readonly { readonly peerId: PeerId; readonly address: Address }[];
}

/** How the way to the other end is, as the sender sees it. */
export interface LinkMessage {
  readonly type: 'link';
  /** Whether it can open connections to the other end. */
  readonly reaches: Reach;
  /** What of the other end's announcements it has heard; null = not looked for, or too early to tell. */
  readonly hears: Hearing | null;
  /** Mbit/s of its network card; null where its system does not tell. */
  readonly mbit: number | null;
}

/** What is said of a download under way, to peers that know the feature `swarm` (S21). */
export type HaveMessage =
  | {
      readonly type: 'have';
      readonly gameId: GameId;
      /** The content that is being downloaded. */
      readonly manifestHash: ContentHash;
      /** One bit a block, the lowest bit of a byte first; where it ends, the rest is missing. */
      readonly bits: Uint8Array;
    }
  /** More blocks of what the last `have` of this game was about. */
  | {
      readonly type: 'have-more';
      readonly gameId: GameId;
      readonly blocks: readonly number[];
      /** Blocks that it is getting from a whole copy, so that others ask that for other ones. */
      readonly coming: readonly number[];
    }
  /** The download is over, however it ended. */
  | { readonly type: 'have-ended'; readonly gameId: GameId };

/** What the wire has seen; a session is told of only once its peer has proven its id. */
export type NetworkEvent =
  | {
      readonly type: 'session-opened';
      readonly sessionId: SessionId;
      readonly peerId: PeerId;
      readonly name: string;
      /** Where the peer listens. */
      readonly address: Address;
      readonly direction: 'in' | 'out';
      /** The address of this PC that the session goes over, without a port. */
      readonly ownHost: string;
    }
  | {
      readonly type: 'session-message';
      readonly sessionId: SessionId;
      readonly peerId: PeerId;
      readonly message: SessionMessage;
    }
  | {
      readonly type: 'session-closed';
      readonly sessionId: SessionId;
      readonly peerId: PeerId;
      readonly address: Address;
      /** `replaced`: a newer session with the same peer has taken over. */
      readonly reason: LossReason | 'replaced';
    }
  | { readonly type: 'served'; readonly peerId: PeerId; readonly bytes: number }
  /** A file is no longer what was published; the game should be scanned again. */
  | { readonly type: 'content-gone'; readonly gameId: GameId; readonly path: string }
  | { readonly type: 'network-problem'; readonly failure: Failure };

/** A game that may be served, and where; the wire opens nothing that is not listed in it. */
export interface ServedGame {
  readonly gameId: GameId;
  readonly version: Version;
  /** The game's folder, absolute. */
  readonly folder: string;
  /** The canonical outline; its files are all that is served. */
  readonly outline: Uint8Array;
  /** The canonical manifest, where the copy is hashed. */
  readonly manifest?: Uint8Array | undefined;
  /** The inode of each file of the outline when it was scanned, in order. */
  readonly inodes: Float64Array;
}

/** A download under way whose blocks others may have by their hashes. */
export interface SharedContent {
  readonly gameId: GameId;
  /** Where its files grow, absolute. */
  readonly folder: string;
  readonly outline: Outline;
  /** 32 bytes a block, in the order of the outline. */
  readonly blockHashes: Uint8Array;
}

/** Sessions with peers and the serving of content; all bulk work is done off the main thread. */
export interface Network {
  /** Starts listening; gives the real address, `host:port`. */
  start(): Promise<Address>;
  /** Says goodbye to all peers and closes; at most a second. */
  stop(): Promise<void>;
  listen(listener: (event: NetworkEvent) => void): () => void;
  /**
   * Opens a session, or finds the one that is already open with the same peer. With `isMove` the
   * new one takes the place of that, where the rule for twins lets this end decide so.
   * Fails with `bad-argument`, `peer-unreachable`, `peer-refused` or `cancelled`.
   */
  dial(
    address: string,
    signal: AbortSignal,
    isMove?: boolean,
  ): Promise<{ sessionId: SessionId; peerId: PeerId }>;
  /** Whether a peer can be dialled at an address right now; no session comes of it. */
  reachOf(peerId: PeerId, address: Address): Promise<Reach>;
  send(sessionId: SessionId, message: SessionMessage): void;
  /** Says goodbye and closes one session. */
  hangUp(sessionId: SessionId): void;
  /** Allows a game to be served, or replaces what was allowed. */
  publish(game: ServedGame): void;
  /** Stops serving a game; resolves once no request for it is under way. */
  withdraw(gameId: GameId): Promise<void>;
  /** What this peer is called in every greeting from now on. */
  setName(name: string): void;
  /** Allows blocks of a running download to be given by hash: none yet, see `shareBlocks`. */
  share(content: SharedContent): void;
  /** These blocks, numbered over the outline, are verified and can be read. */
  shareBlocks(gameId: GameId, blocks: readonly number[]): void;
  /** Gives no more blocks of a running download; resolves once none is being read, within a quarter of a second. */
  unshare(gameId: GameId): Promise<void>;
  /** While off, nothing is served; bytes under way are cut off at once. On at the start. */
  setSharing(isSharing: boolean): void;
  /** Bytes a second over all peers; 0 = no limit. */
  setUploadLimit(bytesPerSecond: number): void;
}
