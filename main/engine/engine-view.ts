import type { Status } from '../../shared/commands.ts';
import type { CoverFile, GameRow } from '../../shared/domain/game.ts';
import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { LinkVerdict } from '../../shared/domain/link.ts';
import type { Peer, PeerRow } from '../../shared/domain/peer.ts';

/** What the engine tells whoever asks, as it stands at that moment; asking changes nothing. */
export interface EngineView {
  status(): Status;
  peers(): readonly PeerRow[];
  /** How the way to a connected peer is. */
  link(peerId: PeerId): LinkVerdict;
  /** Those that are said to be here, and with which no connection comes about. */
  outOfReach(): readonly Peer[];
  /** Undefined where the catalog has no such game. */
  game(gameId: GameId): GameRow | undefined;
  /** The picture that lies in the own copy of a game. */
  cover(gameId: GameId): CoverFile | null;
  /** Bytes sent to all peers since the start, or to one since it connected. */
  uploadedBytes(peerId?: PeerId): number;
  /** Free bytes on the games folder's volume; fails with `io-error`. */
  freeBytes(): Promise<number>;
}
