import type { PeerId } from '../../shared/domain/ids.ts';
import type { Card, Hearing, LinkFacts, Reach } from '../../shared/domain/link.ts';
import type { Clock } from '../kit/clock.ts';
import type { LinkMessage, Network, NetworkEvent } from '../wire/network.ts';
import { LISTEN_MS } from './hearsay.ts';

/** A new connection is left alone for so long, in milliseconds: a room that starts has enough to do. */
export const FIRST_LOOK_MS = 2_000;

/** A peer that could not be reached is tried again after so long, in milliseconds. */
export const AGAIN_MS = 20_000;

export interface LinkDeps {
  readonly network: Pick<Network, 'send' | 'reachOf'>;
  readonly clock: Clock;
  /** The card that has an address of this PC. */
  readonly cardAt: (host: string) => Promise<Card | null>;
  /** What of the peer's announcements has come, connected since `openMs`. */
  readonly hears: (openMs: number) => Hearing | null;
  /** Something is known that was not. */
  readonly changed: () => void;
}

type SessionOpened = Extract<NetworkEvent, { type: 'session-opened' }>;

/** The way to one peer, as long as a session lasts: tried from here, and told to the other end. */
export class Link {
  readonly #deps: LinkDeps;
  readonly #session: SessionOpened;
  readonly #openMs: number;
  readonly #cancels = new Set<() => void>();
  #reachesIt: Reach;
  #card: Card | null = null;
  #theirs: LinkMessage | undefined;
  #told = '';
  #isOver = false;

  /** Whom this PC has dialled it reaches; else `known` is what an earlier session has shown. */
  constructor(session: SessionOpened, known: Reach, deps: LinkDeps) {
    this.#session = session;
    this.#deps = deps;
    this.#openMs = deps.clock.monotonicMs();
    this.#reachesIt = session.direction === 'out' ? 'yes' : known;
  }

  get peerId(): PeerId {
    return this.#session.peerId;
  }

  get reachesIt(): Reach {
    return this.#reachesIt;
  }

  get facts(): LinkFacts {
    const theirs = this.#theirs;
    return {
      reachesIt: this.#reachesIt,
      reachesMe: theirs?.reaches ?? 'unknown',
      hears: this.#deps.hears(this.#openMs),
      isHeard: theirs?.hears ?? null,
      card: this.#card,
      peerMbit: theirs?.mbit ?? null,
    };
  }

  start(): void {
    this.#later(FIRST_LOOK_MS, () => void this.#look());
    this.#later(LISTEN_MS, () => {
      this.tell();
    });
  }

  stop(): void {
    this.#isOver = true;
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }

  hear(message: LinkMessage): void {
    this.#theirs = message;
    this.#deps.changed();
  }

  /** Tells the other end what is known here, where that is news. */
  tell(): void {
    if (this.#isOver) return;
    const { reachesIt: reaches, hears, card } = this.facts;
    const message: LinkMessage = { type: 'link', reaches, hears, mbit: card?.mbit ?? null };
    const said = JSON.stringify(message);
    if (said === this.#told) return;
    this.#told = said;
    this.#deps.network.send(this.#session.sessionId, message);
    this.#deps.changed();
  }

  /** Tries to reach the peer, unless that went well before. */
  async tryAgain(): Promise<void> {
    if (this.#reachesIt === 'yes' || this.#isOver) return;
    const { address, peerId } = this.#session;
    const reach = await this.#deps.network.reachOf(peerId, address);
    if (reach !== 'unknown') this.#reachesIt = reach;
    this.tell();
  }

  async #look(): Promise<void> {
    this.#card ??= await this.#deps.cardAt(this.#session.ownHost);
    await this.tryAgain();
    this.tell();
    if (this.#reachesIt !== 'yes') this.#later(AGAIN_MS, () => void this.#look());
  }

  #later(delayMs: number, run: () => void): void {
    if (this.#isOver) return;
    const cancel = this.#deps.clock.after(delayMs, () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
  }
}
