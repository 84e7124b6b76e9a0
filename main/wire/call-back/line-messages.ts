import type { MessagePort } from 'node:worker_threads';
import type { PeerId } from '../../../shared/domain/ids.ts';

/** What the thread that fetches asks the net worker over a line. */
export type LineRequest =
  | { readonly type: 'ask'; readonly askId: number; readonly peerId: PeerId }
  /** The answer is no longer wanted. */
  | { readonly type: 'give-up'; readonly askId: number };

/** What each `ask` is answered with. */
export type LineAnswer =
  | { readonly type: 'called-back'; readonly askId: number; readonly port: MessagePort }
  /** The peer can't be asked, or did not call in time. */
  | { readonly type: 'in-vain'; readonly askId: number };

/** What the net worker passes on of a connection: bytes as they came; it closes the port at the end. */
export type CarriedBytes = readonly Uint8Array[];

/** What the thread that fetches sends back over a connection's port. */
export type CarriedReply =
  | { readonly type: 'write'; readonly bytes: Uint8Array }
  /** So many bytes were taken, and their room is free again. */
  | { readonly type: 'taken'; readonly bytes: number };
