import type { CatalogGame } from '../../shared/domain/game.ts';
import type { Offer } from '../../shared/domain/content.ts';
import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { LossReason, Peer, PeerRow, Via } from '../../shared/domain/peer.ts';
import { newestPlausible } from '../../shared/domain/version.ts';
import type { EngineEvent } from '../../shared/events.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { Clock } from '../kit/clock.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { PeerOffer } from './agreement.ts';

export interface PeerDirectoryDeps {
  readonly catalog: ReadonlyMap<GameId, CatalogGame>;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  readonly clock: Clock;
  /** After every change of who is there or what they offer. */
  readonly changed: () => void;
}

interface RemotePeer extends Peer {
  readonly via: Via;
  readonly offers: ReadonlyMap<GameId, Offer>;
  // Whose version was told to be impossible; once is enough, however often it is said (W17).
  readonly doubted: Set<GameId>;
}

interface Waiter {
  readonly count: number;
  readonly resolve: () => void;
  readonly reject: (error: LanspreadError) => void;
}

/** Who is connected and what each has ready. No one else keeps a list of peers. */
export class PeerDirectory {
  readonly #deps: PeerDirectoryDeps;

  // By identity, never by address: a peer that comes back elsewhere is the same peer (S11).
  readonly #connected = new Map<PeerId, RemotePeer>();
  // The same offers by game: a row is asked for far more often than a library changes.
  readonly #byGame = new Map<GameId, Map<PeerId, Offer>>();
  readonly #waiters = new Set<Waiter>();

  constructor(deps: PeerDirectoryDeps) {
    this.#deps = deps;
  }

  /** A peer whose whole library is known from now on; one that was there is replaced. */
  admit(peer: Peer, via: Via, offers: readonly Offer[]): void {
    const known = this.#connected.get(peer.peerId);
    const remote = { ...peer, via, doubted: known?.doubted ?? new Set<GameId>() };
    this.#keep({ ...remote, offers: this.#acceptable(remote, offers) });
    if (known?.address !== peer.address || known.name !== peer.name) {
      const { peerId, name, address } = peer;
      this.#deps.events.emit({ type: 'peer-connected', peerId, name, address });
    }
    this.#tellLibrary(peer.peerId, known?.offers);
    this.#settleWaiters();
    this.#deps.changed();
  }

  /** What a connected peer has newly ready, and no longer. */
  update(peerId: PeerId, put: readonly Offer[], drop: readonly GameId[]): void {
    const known = this.#connected.get(peerId);
    if (!known) return;
    const offers = new Map(known.offers);
    for (const gameId of drop) offers.delete(gameId);
    for (const offer of put) offers.delete(offer.id);
    for (const [id, offer] of this.#acceptable(known, put)) offers.set(id, offer);
    this.#keep({ ...known, offers });
    this.#tellLibrary(peerId, known.offers);
    this.#deps.changed();
  }

  /** What a connected peer is called from now on. */
  rename(peerId: PeerId, name: string): void {
    const known = this.#connected.get(peerId);
    if (!known || known.name === name) return;
    this.#connected.set(peerId, { ...known, name });
    this.#deps.events.emit({ type: 'peer-connected', peerId, name, address: known.address });
  }

  /** A peer that is gone. */
  dismiss(peerId: PeerId, reason: LossReason): void {
    const known = this.#connected.get(peerId);
    if (!known) return;
    this.#index(peerId, known.offers, new Map());
    this.#connected.delete(peerId);
    this.#deps.events.emit({ type: 'peer-lost', peerId, address: known.address, reason });
    this.#deps.changed();
  }

  find(peerId: PeerId): Peer | undefined {
    return this.#connected.get(peerId);
  }

  get count(): number {
    return this.#connected.size;
  }

  rows(): readonly PeerRow[] {
    return [...this.#connected.values()].map(({ peerId, name, address, via, offers }) => ({
      peerId,
      name,
      address,
      games: offers.size,
      via,
    }));
  }

  /** Who has a game ready, in any version. */
  offersOf(gameId: GameId): readonly PeerOffer[] {
    const holders = this.#byGame.get(gameId) ?? [];
    return Array.from(holders, ([peerId, offer]) => ({ peerId, offer }));
  }

  /** Resolves once `count` peers are there; fails with `timeout`. */
  async waitFor(count: number, timeoutMs: number): Promise<void> {
    if (this.#connected.size >= count) return;
    await new Promise<void>((resolve, reject) => {
      const cancelTimer = this.#deps.clock.after(timeoutMs, () => {
        this.#waiters.delete(waiter);
        const there = this.#connected.size;
        waiter.reject(
          new LanspreadError('timeout', `Waited for ${count} peers; ${there} are connected.`),
        );
      });
      const waiter: Waiter = {
        count,
        resolve: () => {
          cancelTimer();
          resolve();
        },
        reject: (error) => {
          cancelTimer();
          reject(error);
        },
      };
      this.#waiters.add(waiter);
    });
  }

  /** Lets nobody wait any longer. */
  close(reason: LanspreadError): void {
    for (const waiter of this.#waiters) waiter.reject(reason);
    this.#waiters.clear();
  }

  #keep(peer: RemotePeer): void {
    const { peerId, offers } = peer;
    this.#index(peerId, this.#connected.get(peerId)?.offers ?? new Map<GameId, Offer>(), offers);
    this.#connected.set(peerId, peer);
  }

  #index(
    peerId: PeerId,
    before: ReadonlyMap<GameId, Offer>,
    after: ReadonlyMap<GameId, Offer>,
  ): void {
    for (const gameId of before.keys()) {
      if (!after.has(gameId)) this.#takeFrom(gameId, peerId);
    }
    for (const [gameId, offer] of after) {
      if (before.get(gameId) === offer) continue;
      const holders = this.#byGame.get(gameId) ?? new Map<PeerId, Offer>();
      this.#byGame.set(gameId, holders.set(peerId, offer));
    }
  }

  #takeFrom(gameId: GameId, peerId: PeerId): void {
    const holders = this.#byGame.get(gameId);
    holders?.delete(peerId);
    if (holders?.size === 0) this.#byGame.delete(gameId);
  }

  #settleWaiters(): void {
    for (const waiter of this.#waiters) {
      if (this.#connected.size < waiter.count) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  // Only catalog games count, and no version from the day after tomorrow.
  #acceptable(
    peer: Pick<RemotePeer, 'peerId' | 'doubted'>,
    offers: readonly Offer[],
  ): ReadonlyMap<GameId, Offer> {
    const newest = newestPlausible(this.#deps.clock.nowMs());
    const accepted = new Map<GameId, Offer>();
    for (const offer of offers) {
      if (!this.#deps.catalog.has(offer.id)) continue;
      if (offer.version <= newest) accepted.set(offer.id, offer);
      else this.#doubt(peer, offer);
    }
    return accepted;
  }

  #doubt({ peerId, doubted }: Pick<RemotePeer, 'peerId' | 'doubted'>, offer: Offer): void {
    if (doubted.has(offer.id)) return;
    doubted.add(offer.id);
    this.#deps.events.emit({
      type: 'diagnostic',
      code: 'ambiguous-metadata',
      message: `${offer.id}: a peer says that it has version ${offer.version}, which lies in the future. It is not counted; check that PC's version.ini.`,
      gameId: offer.id,
      peerId,
    });
  }

  #tellLibrary(peerId: PeerId, before: ReadonlyMap<GameId, Offer> | undefined): void {
    const offers = this.#connected.get(peerId)?.offers ?? new Map<GameId, Offer>();
    const games = [...offers.values()].map(({ id, version, size }) => ({ id, version, size }));
    if (before && sameGames(before, offers)) return;
    this.#deps.events.emit({ type: 'remote-library-changed', peerId, games });
  }
}

function sameGames(before: ReadonlyMap<GameId, Offer>, after: ReadonlyMap<GameId, Offer>): boolean {
  if (before.size !== after.size) return false;
  return [...after].every(([id, offer]) => {
    const old = before.get(id);
    return old?.version === offer.version && old.size === offer.size;
  });
}
