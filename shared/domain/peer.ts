import type { PeerId } from './ids.ts';

/** Where a peer can be dialled, `host:port`; an IPv6 host stands in brackets. */
export type Address = string;

/** How a peer was found. */
export type Via = 'connect' | 'discovery';

/** Why a peer is gone. */
export type LossReason = 'goodbye' | 'closed' | 'timeout' | 'refused';

/** A connected peer whose library is known. */
export interface Peer {
  readonly peerId: PeerId;
  readonly name: string;
  readonly address: Address;
}

/** A connected peer as `list-peers` tells it. */
export interface PeerRow extends Peer {
  readonly games: number;
  readonly via: Via;
}
