import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Address } from '../../shared/domain/peer.ts';
import type { Failure } from '../../shared/errors.ts';
import type { NetworkEvent, ServedGame, SessionId, SessionMessage } from './network.ts';

/** A question to the net worker that gets exactly one answer. */
export type NetQuestion =
  | { readonly type: 'dial'; readonly address: Address }
  | { readonly type: 'withdraw'; readonly gameId: GameId }
  | { readonly type: 'stop' };

/** What the main thread tells the net worker. */
export type NetCommand =
  | { readonly type: 'ask'; readonly askId: number; readonly question: NetQuestion }
  /** The answer is no longer wanted. */
  | { readonly type: 'cancel'; readonly askId: number }
  | { readonly type: 'send'; readonly sessionId: SessionId; readonly message: SessionMessage }
  | { readonly type: 'hang-up'; readonly sessionId: SessionId }
  | { readonly type: 'publish'; readonly game: ServedGame }
  | { readonly type: 'set-name'; readonly name: string }
  | { readonly type: 'set-upload-limit'; readonly bytesPerSecond: number };

/** What a question is answered with; withdrawals and the stop have nothing to tell. */
export type NetAnswer = { readonly sessionId: SessionId; readonly peerId: PeerId } | undefined;

/** What the net worker tells the main thread. */
export type NetReport =
  | { readonly type: 'started'; readonly address: Address }
  | { readonly type: 'not-started'; readonly failure: Failure }
  | { readonly type: 'event'; readonly event: NetworkEvent }
  | { readonly type: 'answer'; readonly askId: number; readonly answer: NetAnswer }
  | { readonly type: 'failed'; readonly askId: number; readonly failure: Failure }
  /** A bug that the worker has survived, for the log. */
  | { readonly type: 'fault'; readonly text: string };
