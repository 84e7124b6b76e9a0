import type { PeerId } from '../../shared/domain/ids.ts';
import { isTrouble, type LinkVerdict, linkVerdict } from '../../shared/domain/link.ts';
import type { Address, Peer } from '../../shared/domain/peer.ts';
import type { LinkRow } from '../../shared/domain/link-row.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { LinkMessage, NetworkEvent, SessionId } from '../wire/network.ts';
import { Hearsay } from './hearsay.ts';
import { linkAdvice } from './link-advice.ts';
import { Link, type LinkDeps } from './link.ts';
import type { PeerDirectory } from './peer-directory.ts';
import { type MissedPeer, Unreached } from './unreached.ts';

export interface LinkDoctorDeps extends Omit<LinkDeps, 'hears' | 'changed'> {
  readonly directory: Pick<PeerDirectory, 'find' | 'rows'>;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  /** Where this PC listens. */
  readonly ownAddress: () => Address;
}

/** What is said of a PC with which no connection comes about in either direction. */
const UNREACHED = 'blocked-both';

type SessionOpened = Extract<NetworkEvent, { type: 'session-opened' }>;

/** Knows how the way to each peer is: what was tried here, and what the other end says. */
export class LinkDoctor {
  readonly #deps: LinkDoctorDeps;
  readonly #hearsay: Hearsay;
  // In the order they were opened: of two with one peer the newer counts.
  readonly #links = new Map<SessionId, Link>();
  // Those that windows and scripts were told of.
  readonly #told = new Map<PeerId, LinkVerdict>();
  readonly #unreached: Unreached;

  constructor(deps: LinkDoctorDeps) {
    this.#deps = deps;
    this.#hearsay = new Hearsay(deps.clock);
    this.#unreached = new Unreached({
      clock: deps.clock,
      onCertain: (peer) => {
        this.#tell(peer, UNREACHED);
      },
    });
  }

  /** Listens to announcements, or does not. */
  look(isOn: boolean): void {
    this.#hearsay.listen(isOn);
    for (const link of this.#links.values()) link.tell();
  }

  /** An announcement of a peer has come, if it is one; anyone may forge them. */
  announced(peerId: PeerId, way: 'multicast' | 'beacon'): void {
    if (this.#hearsay.note(peerId, way)) this.#current(peerId)?.tell();
  }

  /** A peer was heard of, and nobody answered there. */
  missed(peer: MissedPeer): void {
    if (this.#current(peer.peerId) === undefined) this.#unreached.miss(peer);
  }

  opened(event: SessionOpened): void {
    const { peerId, sessionId } = event;
    this.#unreached.forget(peerId);
    const link = new Link(event, this.#current(peerId)?.reachesIt ?? 'unknown', {
      ...this.#deps,
      hears: (openMs) => this.#hearsay.of(peerId, openMs),
      changed: () => {
        this.#tellOf(peerId);
      },
    });
    this.#links.set(sessionId, link);
    link.start();
  }

  /** What the other end says of the way to this PC. */
  heard(sessionId: SessionId, message: LinkMessage): void {
    this.#links.get(sessionId)?.hear(message);
  }

  closed(sessionId: SessionId): void {
    const link = this.#links.get(sessionId);
    if (link === undefined) return;
    link.stop();
    this.#links.delete(sessionId);
    if (this.#current(link.peerId) === undefined) this.#told.delete(link.peerId);
  }

  /** Tries nothing any more. */
  stop(): void {
    for (const link of this.#links.values()) link.stop();
    this.#unreached.stop();
  }

  verdictOn(peerId: PeerId): LinkVerdict {
    const link = this.#current(peerId);
    return link === undefined ? 'checking' : linkVerdict(link.facts);
  }

  /** Those that are said to be here, and with which no connection comes about in either direction. */
  get outOfReach(): readonly Peer[] {
    return this.#unreached.rows();
  }

  /**
   * Tries again what connected peers were not reached, then tells of each, and of those that are
   * said to be here and can't be connected with; a few seconds at most.
   */
  async diagnose(): Promise<readonly LinkRow[]> {
    await Promise.all([...this.#links.values()].map((link) => link.tryAgain()));
    const connected = this.#deps.directory.rows().flatMap((peer) => this.#rowOf(peer));
    return [...connected, ...this.#unreached.rows().map((peer) => this.#rowOfUnreached(peer))];
  }

  #rowOf({ peerId, name, address }: Peer): readonly LinkRow[] {
    const link = this.#current(peerId);
    if (link === undefined) return [];
    const { facts } = link;
    const verdict = linkVerdict(facts);
    const advice = this.#adviceOn({ peerId, name, address }, verdict);
    return [{ peerId, name, address, verdict, advice, ...facts }];
  }

  #rowOfUnreached(peer: Peer): LinkRow {
    const hears = this.#hearsay.of(peer.peerId, this.#deps.clock.monotonicMs());
    const unknown = { reachesMe: 'unknown', isHeard: null, card: null, peerMbit: null } as const;
    const advice = this.#adviceOn(peer, UNREACHED);
    return { ...peer, verdict: UNREACHED, advice, reachesIt: 'no', hears, ...unknown };
  }

  #adviceOn(peer: Peer, verdict: LinkVerdict): string {
    return linkAdvice(verdict, { ...peer, ownAddress: this.#deps.ownAddress() });
  }

  #current(peerId: PeerId): Link | undefined {
    return [...this.#links.values()].findLast((link) => link.peerId === peerId);
  }

  // Told when trouble begins, changes or ends: that all is well goes without saying.
  #tellOf(peerId: PeerId): void {
    const peer = this.#deps.directory.find(peerId);
    if (peer === undefined) return;
    this.#tell(peer, this.verdictOn(peerId));
  }

  #tell(peer: Peer, verdict: LinkVerdict): void {
    const { peerId } = peer;
    const before = this.#told.get(peerId) ?? 'checking';
    this.#told.set(peerId, verdict);
    if (verdict === before || !(isTrouble(verdict) || isTrouble(before))) return;
    const advice = this.#adviceOn(peer, verdict);
    this.#deps.events.emit({ type: 'link-changed', peerId, verdict, advice });
  }
}
