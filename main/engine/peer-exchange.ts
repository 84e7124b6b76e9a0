import type { PeerId } from '../../shared/domain/ids.ts';
import type { Address } from '../../shared/domain/peer.ts';
import type { Clock } from '../kit/clock.ts';
import type { Network, NetworkEvent, PeersMessage, SessionId } from '../wire/network.ts';
import type { Connections } from './connections.ts';

/** Newcomers are gathered this long before the others are told, in milliseconds. */
const GATHER_MS = 1_000;

/** Most peers in one message; the rest goes with the next. */
export const MAX_PEERS_TOLD = 64;

/** Most peers that one session may name; more is not a room but a flood. */
export const MAX_PEERS_HEARD = 512;

export interface PeerExchangeDeps {
  readonly ownId: PeerId;
  readonly network: Pick<Network, 'send'>;
  readonly connections: Pick<Connections, 'hint'>;
  readonly clock: Clock;
  /** Nobody could be reached where a peer is said to be. */
  readonly missed: (peerId: PeerId, address: Address) => void;
  /** Whether an address may be dialled, or told, because of who is at the other end. */
  readonly isFit: (address: Address, otherEnd: Address) => boolean;
}

type SessionOpened = Extract<NetworkEvent, { type: 'session-opened' }>;

interface Member {
  readonly sessionId: SessionId;
  readonly peerId: PeerId;
  readonly address: Address;
  /** Whether it takes part, as it has said itself. */
  isOpen: boolean;
  /** Who need not be named to it: it was told of them, or has named them. */
  readonly known: Set<PeerId>;
  named: number;
}

/**
 * Peers tell each other where the peers are that they are connected to, so that one typed address
 * brings in a whole network behind a router. Who does not take part hears of nobody, and nobody
 * hears of it.
 */
export class PeerExchange {
  readonly #deps: PeerExchangeDeps;
  readonly #members = new Map<SessionId, Member>();
  #isOn = false;
  #cancelTelling: (() => void) | undefined;

  constructor(deps: PeerExchangeDeps) {
    this.#deps = deps;
  }

  /** Takes part, or does not; whoever is connected is told. */
  look(isOn: boolean): void {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    for (const { sessionId } of this.#members.values()) this.#say(sessionId, []);
    if (isOn) this.#tellSoon();
    else this.stop();
  }

  /** Tells nobody of anybody any more. */
  stop(): void {
    this.#cancelTelling?.();
    this.#cancelTelling = undefined;
  }

  opened({ sessionId, peerId, address }: SessionOpened): void {
    const known = new Set([peerId, this.#deps.ownId]);
    this.#members.set(sessionId, { sessionId, peerId, address, isOpen: false, known, named: 0 });
    if (this.#isOn) this.#say(sessionId, []);
  }

  closed(sessionId: SessionId): void {
    const gone = this.#members.get(sessionId);
    if (gone === undefined) return;
    this.#members.delete(sessionId);
    const others = [...this.#members.values()];
    if (others.some(({ peerId }) => peerId === gone.peerId)) return;
    // Should it come back elsewhere, they hear of it anew.
    for (const { known } of others) known.delete(gone.peerId);
  }

  heard(sessionId: SessionId, { open, peers }: PeersMessage): void {
    const member = this.#members.get(sessionId);
    if (member === undefined) return;
    member.isOpen = open;
    member.named += peers.length;
    if (!this.#isOn || !open || member.named > MAX_PEERS_HEARD) return;
    for (const { peerId, address } of peers) this.#hearOf(member, peerId, address);
    this.#tellSoon();
  }

  #hearOf(member: Member, peerId: PeerId, address: Address): void {
    member.known.add(peerId);
    if (peerId === this.#deps.ownId || !this.#deps.isFit(address, member.address)) return;
    void this.#deps.connections.hint(peerId, [address]).then((outcome) => {
      if (outcome === 'unreachable') this.#deps.missed(peerId, address);
    });
  }

  #tellSoon(): void {
    this.#cancelTelling ??= this.#deps.clock.after(GATHER_MS, () => {
      this.#cancelTelling = undefined;
      this.#tell();
    });
  }

  #tell(): void {
    for (const member of this.#members.values()) {
      if (!member.isOpen) continue;
      const news = this.#newsFor(member);
      const told = news.slice(0, MAX_PEERS_TOLD);
      for (const { peerId } of told) member.known.add(peerId);
      if (told.length > 0) this.#say(member.sessionId, told);
      if (told.length < news.length) this.#tellSoon();
    }
  }

  #newsFor({ known, address: otherEnd }: Member): PeersMessage['peers'] {
    return [...this.#members.values()]
      .filter(({ isOpen, peerId, address }) => {
        return isOpen && !known.has(peerId) && this.#deps.isFit(address, otherEnd);
      })
      .map(({ peerId, address }) => ({ peerId, address }));
  }

  #say(sessionId: SessionId, peers: PeersMessage['peers']): void {
    this.#deps.network.send(sessionId, { type: 'peers', open: this.#isOn, peers });
  }
}
