import type { PeerId } from '../../shared/domain/ids.ts';
import type { Address, LossReason, Peer, Via } from '../../shared/domain/peer.ts';
import { LanspreadError, toFailure } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { Clock } from '../kit/clock.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { Network } from '../wire/network.ts';
import { DialBudget } from './dial-budget.ts';
import type { LibrarySync } from './library-sync.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Both sides know each other's library within this time, or the connection is of no use. */
const IN_STEP_LIMIT_MS = 15_000;

/** Hinted peers that are remembered; anyone may forge hints, so the oldest make room. */
const MAX_HINTED_PEERS = 1_000;

export interface ConnectionsDeps {
  readonly network: Pick<Network, 'dial' | 'hangUp'>;
  readonly sync: Pick<LibrarySync, 'addressOf' | 'whenInStep' | 'sessionOf'>;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  readonly clock: Clock;
  /** The smaller, the faster the way to an address may be. */
  readonly distanceTo: (address: Address) => number;
  /** From 0 up to 1; spreads the redials of a whole room. */
  readonly random: () => number;
}

/** What has come of a hint; `unknown` where nothing was tried, or something else than a peer answered. */
export type HintOutcome = 'connected' | 'unreachable' | 'unknown';

interface Standing {
  readonly address: Address;
  /** Redialled after a goodbye too: the address was given at start. */
  readonly isKept: boolean;
  peerId: PeerId | undefined;
  pauseMs: number;
  isBeingDialled: boolean;
  cancelTimer: (() => void) | undefined;
}

/** Opens connections, and opens again those that were lost. */
export class Connections {
  readonly #deps: ConnectionsDeps;
  readonly #standing = new Map<Address, Standing>();
  readonly #via = new Map<PeerId, Via>();
  readonly #hinted = new Set<Address>();
  readonly #budget: DialBudget;
  readonly #stopping = new AbortController();

  constructor(deps: ConnectionsDeps) {
    this.#deps = deps;
    this.#budget = new DialBudget(deps.random);
  }

  /** How a peer was found. */
  viaOf(peerId: PeerId): Via {
    return this.#via.get(peerId) ?? 'connect';
  }

  /** Dials an address and keeps to it until a goodbye; resolves once both libraries are known. */
  async connect(address: Address): Promise<Peer> {
    const peer = await this.#reach(address);
    this.#stand(address, false).peerId = peer.peerId;
    return peer;
  }

  /** Dials an address now and whenever it is lost, until the program ends. */
  keep(address: Address): void {
    this.#dial(this.#stand(address, true));
  }

  /**
   * Dials where a peer is said to be, the nearest address first, unless it is connected as near or
   * being dialled; one try, within the budget. `heardFrom` is where it was heard just now.
   * Tells whether there is a connection then, or nobody could be reached at any of them.
   */
  async hint(
    peerId: PeerId | undefined,
    addresses: readonly Address[],
    heardFrom?: Address,
  ): Promise<HintOutcome> {
    const nearestFirst = this.#nearestFirst(addresses);
    if (peerId !== undefined && this.#isConnected(peerId)) {
      await this.#comeNearer(peerId, nearestFirst);
      return 'connected';
    }
    if (peerId !== undefined) this.#rememberHint(peerId);
    return this.#tryInTurn(peerId, nearestFirst, heardFrom);
  }

  /** Says goodbye to a peer and does not dial it again. */
  disconnect(peerId: PeerId): void {
    const sessionId = this.#deps.sync.sessionOf(peerId);
    if (sessionId === undefined) {
      throw new LanspreadError('bad-argument', `No peer ${peerId} is connected.`);
    }
    for (const [address, standing] of this.#standing) {
      if (standing.peerId === peerId) this.#forget(address);
    }
    this.#deps.network.hangUp(sessionId);
  }

  /** Dials a lost peer again, after a pause; not after a goodbye, but for kept addresses. */
  lost(peerId: PeerId, reason: LossReason): void {
    for (const [address, standing] of this.#standing) {
      if (standing.peerId !== peerId) continue;
      if (standing.isKept || reason !== 'goodbye') this.#dialLater(standing);
      else this.#forget(address);
    }
  }

  /** This PC is in another network now: whatever could not be reached is dialled without a pause. */
  networkChanged(): void {
    this.#budget.forgive();
    for (const standing of this.#standing.values()) {
      standing.pauseMs = FIRST_PAUSE_MS;
      if (standing.cancelTimer !== undefined) this.#dial(standing);
    }
  }

  stop(): void {
    this.#stopping.abort(new LanspreadError('shutting-down', 'Lanspread is being closed.'));
    for (const address of [...this.#standing.keys()]) this.#forget(address);
  }

  #nearestFirst(addresses: readonly Address[]): readonly Address[] {
    const { distanceTo } = this.#deps;
    const ways = addresses.map((address) => ({ address, distance: distanceTo(address) }));
    // Compared, not subtracted: what is behind a router is infinitely far.
    ways.sort(
      (left, right) =>
        Number(left.distance > right.distance) - Number(left.distance < right.distance),
    );
    return ways.map(({ address }) => address);
  }

  // The peer proves itself there before anything is moved: a forged hint moves nobody.
  async #comeNearer(peerId: PeerId, [nearest]: readonly Address[]): Promise<void> {
    const { clock, distanceTo, network, sync } = this.#deps;
    const current = sync.addressOf(peerId);
    if (nearest === undefined || current === undefined || this.#hinted.has(nearest)) return;
    if (distanceTo(nearest) >= distanceTo(current)) return;
    if (!this.#budget.take(nearest, clock.monotonicMs())) return;
    this.#hinted.add(nearest);
    try {
      await network.dial(nearest, this.#stopping.signal, true);
    } catch {
      // It stays where it is.
    } finally {
      this.#hinted.delete(nearest);
    }
    if (sync.addressOf(peerId) === nearest) this.#budget.reached(nearest);
    else this.#budget.failed(nearest, clock.monotonicMs());
  }

  #isConnected(peerId: PeerId | undefined): boolean {
    return peerId !== undefined && this.#deps.sync.sessionOf(peerId) !== undefined;
  }

  #rememberHint(peerId: PeerId): void {
    this.#via.delete(peerId);
    this.#via.set(peerId, 'discovery');
    const [oldest] = this.#via.keys();
    if (oldest !== undefined && this.#via.size > MAX_HINTED_PEERS) this.#via.delete(oldest);
  }

  async #tryInTurn(
    peerId: PeerId | undefined,
    addresses: readonly Address[],
    heardFrom: Address | undefined,
  ): Promise<HintOutcome> {
    const outcomes = new Set<HintOutcome>();
    for (const address of addresses) {
      if (this.#stopping.signal.aborted || this.#hinted.has(address)) return 'unknown';
      const outcome = await this.#try(address, address === heardFrom);
      if (outcome === 'connected' || this.#isConnected(peerId)) return 'connected';
      outcomes.add(outcome);
    }
    return outcomes.has('unreachable') && outcomes.size === 1 ? 'unreachable' : 'unknown';
  }

  async #try(address: Address, isHeard: boolean): Promise<HintOutcome> {
    const { clock } = this.#deps;
    if (!this.#budget.take(address, clock.monotonicMs(), isHeard)) return 'unknown';
    this.#hinted.add(address);
    try {
      await this.#reach(address);
      this.#budget.reached(address);
      return 'connected';
    } catch (error) {
      // A hint may be wrong or forged; the next announcement brings another.
      this.#budget.failed(address, clock.monotonicMs());
      return toFailure(error).code === 'peer-unreachable' ? 'unreachable' : 'unknown';
    } finally {
      this.#hinted.delete(address);
    }
  }

  async #reach(address: Address): Promise<Peer> {
    const limit = new AbortController();
    const cancelTimer = this.#deps.clock.after(IN_STEP_LIMIT_MS, () => {
      limit.abort(
        new LanspreadError('timeout', `${address} did not finish the greeting in time. Try again.`),
      );
    });
    const signal = AbortSignal.any([this.#stopping.signal, limit.signal]);
    try {
      const { peerId } = await this.#deps.network.dial(address, signal);
      return await this.#deps.sync.whenInStep(peerId, signal);
    } finally {
      cancelTimer();
    }
  }

  #stand(address: Address, isKept: boolean): Standing {
    const known = this.#standing.get(address);
    if (known) return known;
    const standing: Standing = {
      address,
      isKept,
      peerId: undefined,
      pauseMs: FIRST_PAUSE_MS,
      isBeingDialled: false,
      cancelTimer: undefined,
    };
    this.#standing.set(address, standing);
    return standing;
  }

  #forget(address: Address): void {
    this.#standing.get(address)?.cancelTimer?.();
    this.#standing.delete(address);
  }

  #dial(standing: Standing): void {
    standing.cancelTimer?.();
    standing.cancelTimer = undefined;
    standing.isBeingDialled = true;
    this.#reach(standing.address).then(
      (peer) => {
        standing.isBeingDialled = false;
        standing.peerId = peer.peerId;
        standing.pauseMs = FIRST_PAUSE_MS;
      },
      (error: unknown) => {
        standing.isBeingDialled = false;
        this.#dialFailed(standing, error);
      },
    );
  }

  #dialFailed(standing: Standing, error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    const failure = toFailure(error);
    if (standing.pauseMs === FIRST_PAUSE_MS) {
      this.#deps.events.emit({ type: 'diagnostic', ...failure });
    }
    // An address that can never be a peer is not tried again.
    if (failure.code === 'bad-argument') this.#forget(standing.address);
    else this.#dialLater(standing);
  }

  // The pause doubles, and is jittered so that a room does not dial in step.
  #dialLater(standing: Standing): void {
    // A dial under way sees for itself that it fails; an address that was let go stays so.
    if (standing.isBeingDialled || this.#standing.get(standing.address) !== standing) return;
    const jitter = 0.75 + this.#deps.random() / 2;
    standing.cancelTimer?.();
    standing.cancelTimer = this.#deps.clock.after(standing.pauseMs * jitter, () => {
      this.#dial(standing);
    });
    standing.pauseMs = Math.min(standing.pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
