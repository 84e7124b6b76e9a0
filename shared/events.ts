import type { ContentFile } from './domain/content.ts';
import type { LocalGame } from './domain/game.ts';
import type { ContentHash, GameId, PeerId } from './domain/ids.ts';
import type { LinkVerdict } from './domain/link.ts';
import type { Address, LossReason, Peer } from './domain/peer.ts';
import type { QueueEntry, WaitReason } from './domain/queue.ts';
import type { DownloadSummary, FinishedRange } from './domain/transfer.ts';
import type { Version } from './domain/version.ts';
import type { ErrorCode } from './errors.ts';

/** What has happened in the own library and in the room. */
type RoomEvent =
  | { readonly type: 'local-library-changed'; readonly games: readonly LocalGame[] }
  | ({ readonly type: 'local-peer-ready' } & Peer)
  | ({ readonly type: 'local-peer-renamed' } & Peer)
  /** Others get games from this PC, or get none by now. */
  | { readonly type: 'sharing-changed'; readonly sharing: boolean }
  | ({ readonly type: 'peer-discovered' } & Peer)
  | ({ readonly type: 'peer-connected' } & Peer)
  /** Trouble on the way to a connected peer has begun, changed or ended. */
  | {
      readonly type: 'link-changed';
      readonly peerId: PeerId;
      readonly verdict: LinkVerdict;
      readonly advice: string;
    }
  | {
      readonly type: 'peer-lost';
      readonly peerId: PeerId;
      readonly address: Address;
      readonly reason: LossReason;
    }
  | {
      readonly type: 'remote-library-changed';
      readonly peerId: PeerId;
      readonly games: readonly {
        readonly id: GameId;
        readonly version: Version;
        readonly size: number;
      }[];
    };

/** What has happened to a download. */
type DownloadEvent =
  | {
      /** The agreed descriptor set, and who may serve it. */
      readonly type: 'got-game-files';
      readonly gameId: GameId;
      readonly version: Version;
      readonly files: readonly ContentFile[];
      /** Null where no peer knows it yet. */
      readonly manifestHash: ContentHash | null;
      readonly peers: readonly PeerId[];
    }
  | {
      readonly type: 'download-begin';
      readonly gameId: GameId;
      readonly version: Version;
      readonly bytesTotal: number;
      /** Taken over from an earlier try. */
      readonly bytesKept: number;
      readonly sources: readonly PeerId[];
    }
  | {
      readonly type: 'download-progress';
      readonly gameId: GameId;
      readonly bytesDone: number;
      readonly bytesTotal: number;
      readonly bytesPerSecond: number;
      /** Null while the speed is not known. */
      readonly etaSeconds: number | null;
      readonly sources: readonly { readonly peerId: PeerId; readonly bytesPerSecond: number }[];
    }
  | ({ readonly type: 'download-chunk-finished'; readonly gameId: GameId } & FinishedRange)
  | ({
      readonly type: 'chunk-rejected';
      readonly gameId: GameId;
      readonly reason: string;
    } & FinishedRange)
  | ({ readonly type: 'download-finished' } & DownloadSummary)
  | ({ readonly type: 'download-failed' } & GameFailure)
  | { readonly type: 'no-peers-have-game'; readonly gameId: GameId };

/** What has happened to the queue of downloads. */
type QueueEvent =
  /** All of it, in order. */
  | { readonly type: 'queue-changed'; readonly entries: readonly QueueEntry[] }
  | {
      readonly type: 'download-waiting';
      readonly gameId: GameId;
      readonly reason: WaitReason;
    }
  | { readonly type: 'download-paused'; readonly gameId: GameId }
  | { readonly type: 'download-resumed'; readonly gameId: GameId };

/** What has happened to an install. */
type InstallEvent =
  | { readonly type: 'install-begin'; readonly gameId: GameId }
  | {
      readonly type: 'install-progress';
      readonly gameId: GameId;
      readonly bytesDone: number;
      readonly bytesTotal: number;
    }
  | { readonly type: 'install-finished'; readonly gameId: GameId }
  | ({ readonly type: 'install-failed' } & GameFailure)
  | { readonly type: 'uninstall-begin'; readonly gameId: GameId }
  | { readonly type: 'uninstall-finished'; readonly gameId: GameId }
  | ({ readonly type: 'uninstall-failed' } & GameFailure);

/** How far a look at every file of an own copy is; first with nothing done, last with all. */
interface VerifyEvent {
  readonly type: 'verify-progress';
  readonly gameId: GameId;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

interface GameFailure {
  readonly gameId: GameId;
  readonly code: ErrorCode;
  readonly message: string;
}

/** Something worth telling that is no failure of a command, and what it is about. */
export interface Diagnostic {
  readonly code: ErrorCode;
  readonly message: string;
  readonly gameId?: GameId;
  readonly peerId?: PeerId;
  readonly path?: string;
}

/** What has happened, in the past tense. An event is never a request, and never carries a method. */
export type EngineEvent =
  | RoomEvent
  | DownloadEvent
  | QueueEvent
  | InstallEvent
  | VerifyEvent
  | ({ readonly type: 'diagnostic' } & Diagnostic);
