import type { Offer } from '../../shared/domain/content.ts';
import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Address, LossReason, Peer, Via } from '../../shared/domain/peer.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { Clock } from '../kit/clock.ts';
import type { LibraryMessage, Network, NetworkEvent, SessionId } from '../wire/network.ts';
import type { PeerDirectory } from './peer-directory.ts';

/** Changes of the own library are gathered this long before peers are told. */
const GATHER_MS = 50;

export interface LibrarySyncDeps {
  readonly network: Pick<Network, 'send'>;
  readonly directory: Pick<PeerDirectory, 'admit' | 'rename' | 'update' | 'dismiss'>;
  readonly clock: Clock;
  readonly offers: () => readonly Offer[];
  readonly viaOf: (peerId: PeerId) => Via;
}

type SessionOpened = Extract<NetworkEvent, { type: 'session-opened' }>;
type SessionMessageHeard = Extract<NetworkEvent, { type: 'session-message' }> & {
  readonly message: LibraryMessage;
};
type SessionClosed = Extract<NetworkEvent, { type: 'session-closed' }>;

interface Session extends Peer {
  name: string;
  readonly sessionId: SessionId;
  /** The revision of their library that is known; undefined before the first. */
  theirRevision: number | undefined;
  /** Whether they have said that they know our library. */
  knowsOurs: boolean;
  readonly waiters: Set<Waiter>;
}

interface Waiter {
  readonly resolve: (peer: Peer) => void;
  readonly reject: (error: LanspreadError) => void;
}

/** Keeps both sides of each session in step: they know our library, and we theirs. */
export class LibrarySync {
  readonly #deps: LibrarySyncDeps;

  // By session: of two sessions with one peer the directory follows the newer.
  readonly #sessions = new Map<SessionId, Session>();
  readonly #current = new Map<PeerId, SessionId>();
  readonly #changed = new Map<GameId, Offer | undefined>();
  #revision = 1;
  // Once this peer was renamed: a greeting under way may still have said the old name.
  #name: string | undefined;
  #isGathering = false;

  constructor(deps: LibrarySyncDeps) {
    this.#deps = deps;
  }

  opened({ sessionId, peerId, name, address }: SessionOpened): void {
    this.#flush();
    const waiters = new Set<Waiter>();
    const session = { sessionId, peerId, name, address, waiters };
    this.#sessions.set(sessionId, { ...session, theirRevision: undefined, knowsOurs: false });
    this.#current.set(peerId, sessionId);
    this.#sendLibrary(sessionId);
    if (this.#name !== undefined) this.#sendName(sessionId, this.#name);
  }

  heard({ sessionId, message }: SessionMessageHeard): void {
    const session = this.#sessions.get(sessionId);
    if (!session) return;
    switch (message.type) {
      case 'library':
        this.#admit(session, message.revision, message.offers);
        return;
      case 'library-change':
        this.#update(session, message);
        return;
      case 'library-received':
        session.knowsOurs = true;
        this.#settle(session);
        return;
      case 'library-again':
        this.#sendLibrary(sessionId);
        return;
      case 'name':
        this.#rename(session, message.name);
        return;
    }
  }

  /** Why the peer is gone with this session; undefined where another one goes on. */
  closed({ sessionId, peerId, address, reason }: SessionClosed): LossReason | undefined {
    const session = this.#sessions.get(sessionId);
    this.#sessions.delete(sessionId);
    const successor = this.#successorOf(peerId, sessionId);
    if (session) this.#handOver(session, successor, address);
    if (successor) return undefined;
    this.#current.delete(peerId);
    const loss = reason === 'replaced' ? 'closed' : reason;
    this.#deps.directory.dismiss(peerId, loss);
    return loss;
  }

  /** This peer is called something else from now on; whoever is connected is told at once. */
  renamed(name: string): void {
    this.#name = name;
    for (const sessionId of this.#sessions.keys()) this.#sendName(sessionId, name);
  }

  /** A game that is newly offered, offered anew, or (undefined) no longer; peers are told soon. */
  announce(gameId: GameId, offer: Offer | undefined): void {
    this.#changed.set(gameId, offer);
    if (this.#isGathering) return;
    this.#isGathering = true;
    this.#deps.clock.after(GATHER_MS, () => {
      this.#isGathering = false;
      this.#flush();
    });
  }

  /** The session with a peer, if one is open. */
  sessionOf(peerId: PeerId): SessionId | undefined {
    return this.#current.get(peerId);
  }

  /** Where a connected peer is, as its session sees it. */
  addressOf(peerId: PeerId): Address | undefined {
    return this.#sessions.get(this.#current.get(peerId) ?? -1)?.address;
  }

  /** Resolves once both sides know each other's library; fails where the session ends before. */
  async whenInStep(peerId: PeerId, signal: AbortSignal): Promise<Peer> {
    signal.throwIfAborted();
    const session = this.#sessions.get(this.#current.get(peerId) ?? -1);
    if (!session) throw lostBeforeInStep(peerId);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { resolve, reject };
      session.waiters.add(waiter);
      signal.addEventListener('abort', () => {
        session.waiters.delete(waiter);
        reject(signal.reason as Error);
      });
      this.#settle(session);
    });
  }

  #admit(session: Session, revision: number, offers: readonly Offer[]): void {
    session.theirRevision = revision;
    if (this.#current.get(session.peerId) === session.sessionId) {
      const { peerId, name, address } = session;
      this.#deps.directory.admit({ peerId, name, address }, this.#deps.viaOf(peerId), offers);
    }
    this.#deps.network.send(session.sessionId, { type: 'library-received', revision });
    this.#settle(session);
  }

  #update(
    session: Session,
    change: {
      readonly revision: number;
      readonly put: readonly Offer[];
      readonly drop: readonly GameId[];
    },
  ): void {
    if (session.theirRevision === undefined || change.revision !== session.theirRevision + 1) {
      this.#deps.network.send(session.sessionId, { type: 'library-again' });
      return;
    }
    session.theirRevision = change.revision;
    if (this.#current.get(session.peerId) !== session.sessionId) return;
    this.#deps.directory.update(session.peerId, change.put, change.drop);
  }

  #rename(session: Session, name: string): void {
    session.name = name;
    if (this.#current.get(session.peerId) !== session.sessionId) return;
    this.#deps.directory.rename(session.peerId, name);
  }

  #settle(session: Session): void {
    if (!session.knowsOurs || session.theirRevision === undefined) return;
    for (const waiter of session.waiters) waiter.resolve(session);
    session.waiters.clear();
  }

  #successorOf(peerId: PeerId, sessionId: SessionId): Session | undefined {
    const current = this.#current.get(peerId);
    return current === undefined || current === sessionId ? undefined : this.#sessions.get(current);
  }

  #handOver(session: Session, successor: Session | undefined, address: Address): void {
    for (const waiter of session.waiters) {
      if (successor) successor.waiters.add(waiter);
      else waiter.reject(lostBeforeInStep(address));
    }
    if (successor) this.#settle(successor);
  }

  #flush(): void {
    if (this.#changed.size === 0) return;
    this.#revision += 1;
    const entries = [...this.#changed];
    this.#changed.clear();
    const put = entries.flatMap(([, offer]) => (offer ? [offer] : []));
    const drop = entries.flatMap(([gameId, offer]) => (offer ? [] : [gameId]));
    for (const sessionId of this.#sessions.keys()) {
      const revision = this.#revision;
      this.#deps.network.send(sessionId, { type: 'library-change', revision, put, drop });
    }
  }

  #sendName(sessionId: SessionId, name: string): void {
    this.#deps.network.send(sessionId, { type: 'name', name });
  }

  #sendLibrary(sessionId: SessionId): void {
    const offers = this.#deps.offers();
    this.#deps.network.send(sessionId, { type: 'library', revision: this.#revision, offers });
  }
}

function lostBeforeInStep(what: string): LanspreadError {
  return new LanspreadError(
    'peer-unreachable',
    `The connection to ${what} ended before both sides knew each other's games. Try again.`,
  );
}
