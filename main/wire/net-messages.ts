import type { MessagePort } from 'node:worker_threads';
import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Reach } from '../../shared/domain/link.ts';
import type { Address } from '../../shared/domain/peer.ts';
import type {
  NetworkEvent,
  ServedGame,
  SessionId,
  SessionMessage,
  SharedContent,
} from './network.ts';

/** A question to the net worker that gets exactly one answer. */
export type NetQuestion =
  /** The first one, and once. */
  | { readonly type: 'start' }
  | { readonly type: 'dial'; readonly address: Address; readonly isMove: boolean }
  | { readonly type: 'reach-of'; readonly peerId: PeerId; readonly address: Address }
  | { readonly type: 'withdraw'; readonly gameId: GameId }
  | { readonly type: 'unshare'; readonly gameId: GameId }
  | { readonly type: 'stop' };

/** What each question is answered with. */
interface NetAnswers {
  /** Where it listens, with the real port. */
  readonly start: Address;
  readonly dial: { readonly sessionId: SessionId; readonly peerId: PeerId };
  readonly 'reach-of': Reach;
  readonly withdraw: undefined;
  readonly unshare: undefined;
  readonly stop: undefined;
}

export type NetAnswer = NetAnswers[NetQuestion['type']];

/** What the main thread tells the net worker. */
export type NetCommand =
  | { readonly type: 'send'; readonly sessionId: SessionId; readonly message: SessionMessage }
  | { readonly type: 'hang-up'; readonly sessionId: SessionId }
  /** A fetching thread's line, over which it has peers asked to call back. */
  | { readonly type: 'open-line'; readonly port: MessagePort }
  | { readonly type: 'set-name'; readonly name: string }
  | { readonly type: 'publish'; readonly game: ServedGame }
  | { readonly type: 'share'; readonly content: SharedContent }
  | {
      readonly type: 'share-blocks';
      readonly gameId: GameId;
      readonly blocks: readonly number[];
    }
  | { readonly type: 'set-sharing'; readonly isSharing: boolean }
  | { readonly type: 'set-upload-limit'; readonly bytesPerSecond: number };

/** What the net worker tells the main thread unasked. */
type NetReport =
  | { readonly type: 'event'; readonly event: NetworkEvent }
  /** A bug that the worker has survived, for the log. */
  | { readonly type: 'fault'; readonly text: string };

/** All that is said between the main thread and the net worker. */
export interface NetTalk {
  readonly question: NetQuestion;
  readonly answers: NetAnswers;
  readonly command: NetCommand;
  readonly report: NetReport;
}
