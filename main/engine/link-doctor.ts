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

export interface LinkDoctorDeps extends Omit<LinkDeps, 'hears' | 'changed'> {
  readonly directory: Pick<PeerDirectory, 'find' | 'rows'>;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  /** Where this PC listens. */
  readonly ownAddress: () => Address;
}

type SessionOpened = Extract<NetworkEvent, { type: 'session-opened' }>;

/** Knows how the way to each peer is: what was tried here, and what the other end says. */
export class LinkDoctor {
  readonly #deps: LinkDoctorDeps;
  readonly #hearsay: Hearsay;
  // In the order they were opened: of two with one peer the newer counts.
  readonly #links = new Map<SessionId, Link>();
  // Those that windows and scripts were told of.
  readonly #told = new Map<PeerId, LinkVerdict>();

  constructor(deps: LinkDoctorDeps) {
    this.#deps = deps;
    this.#hearsay = new Hearsay(deps.clock);
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

  opened(event: SessionOpened): void {
    const { peerId, sessionId } = event;
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
  }

  verdictOn(peerId: PeerId): LinkVerdict {
    const link = this.#current(peerId);
    return link === undefined ? 'checking' : linkVerdict(link.facts);
  }

  /** Tries again whatever was not reached, then tells of each connected peer; a few seconds at most. */
  async diagnose(): Promise<readonly LinkRow[]> {
    await Promise.all([...this.#links.values()].map((link) => link.tryAgain()));
    return this.#deps.directory.rows().flatMap((peer) => this.#rowOf(peer));
  }

  #rowOf({ peerId, name, address }: Peer): readonly LinkRow[] {
    const link = this.#current(peerId);
    if (link === undefined) return [];
    const { facts } = link;
    const verdict = linkVerdict(facts);
    const ends = { name, address, ownAddress: this.#deps.ownAddress() };
    return [{ peerId, name, address, verdict, advice: linkAdvice(verdict, ends), ...facts }];
  }

  #current(peerId: PeerId): Link | undefined {
    return [...this.#links.values()].findLast((link) => link.peerId === peerId);
  }

  // Told when trouble begins, changes or ends: that all is well goes without saying.
  #tellOf(peerId: PeerId): void {
    const peer = this.#deps.directory.find(peerId);
    if (peer === undefined) return;
    const verdict = this.verdictOn(peerId);
    const before = this.#told.get(peerId) ?? 'checking';
    this.#told.set(peerId, verdict);
    if (verdict === before || !(isTrouble(verdict) || isTrouble(before))) return;
    const ends = { ...peer, ownAddress: this.#deps.ownAddress() };
    const advice = linkAdvice(verdict, ends);
    this.#deps.events.emit({ type: 'link-changed', peerId, verdict, advice });
  }
}
