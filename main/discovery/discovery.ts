import { networkInterfaces } from 'node:os';
import type { Clock } from '../kit/clock.ts';
import { EventHub } from '../kit/event-hub.ts';
import type { Announcement } from './announcement.ts';
import type { Hint } from './hint.ts';
import { Beacon, type BeaconDeps } from './beacon.ts';
import { allOnLink, openLinkSocket } from './beacon-sockets.ts';
import {
  addressesToAnnounceOn,
  broadcastAddresses,
  ipv6Links,
  type NetworkInterfaces,
  type OwnLink,
} from './interfaces.ts';
import { MdnsBinding, type MdnsBindingDeps } from './mdns-binding.ts';
import { RecentHints } from './recent-hints.ts';

/** What discovery came across: where a peer may be, or why it can't look there. */
export type DiscoveryEvent =
  | ({ readonly type: 'found'; readonly heardBy: Way } & Hint)
  | { readonly type: 'problem'; readonly message: string }
  /** This PC has other addresses than before, has them again, or has slept. */
  | { readonly type: 'network-changed' };

/** How an announcement travels. */
export type Way = 'multicast' | 'beacon';

export interface DiscoveryDeps {
  readonly clock: Clock;
  /** Told of a listener's fault. */
  readonly onFault: (error: unknown) => void;
}

/** The system as discovery sees it; tests pass one of their own. */
export interface DiscoverySystem {
  interfaces(): NetworkInterfaces;
  bind(deps: MdnsBindingDeps): Pick<MdnsBinding, 'start' | 'stop' | 'tick'>;
  beacon(deps: BeaconDeps): RunningBeacon;
  /** One that hears the IPv6 links of these zones. */
  linkBeacon(deps: BeaconDeps, zones: readonly string[]): RunningBeacon;
}

type RunningBeacon = Pick<Beacon, 'start' | 'stop' | 'tick'>;

/** All that what is bound depends on. */
interface Networks {
  /** Where mDNS announces. */
  readonly addresses: readonly string[];
  /** Where beacons go. */
  readonly broadcast: readonly string[];
  readonly links: readonly OwnLink[];
}

type Binding = ReturnType<DiscoverySystem['bind']>;

/** How often to look whether a cable was plugged in or an address has changed, in milliseconds. */
const POLL_MS = 3_000;

/** Who did not get to look for so long has slept, in milliseconds. */
const SLEEP_MS = 10_000;

const thisSystem: DiscoverySystem = {
  interfaces: networkInterfaces,
  bind: (deps) => new MdnsBinding(deps),
  beacon: (deps) => new Beacon(deps),
  linkBeacon: (deps, zones) => new Beacon(deps, () => openLinkSocket(zones)),
};

/**
 * Announces this peer on the network and tells where others may be dialled. The same peer is told
 * again and again while it announces itself. All of it is hearsay: who a peer is, and whether it
 * is there, only a session tells.
 */
export class Discovery {
  readonly #deps: DiscoveryDeps;
  readonly #system: DiscoverySystem;
  readonly #events: EventHub<DiscoveryEvent>;
  #recent = new RecentHints();

  #announcement: Announcement | undefined;
  #bindings: readonly Binding[] = [];
  #beacons: readonly RunningBeacon[] = [];
  // What is bound; undefined while nothing is.
  #networks: Networks | undefined;
  // What was told since the network last changed: one sentence a fault and interface is enough.
  readonly #problems = new Set<string>();
  readonly #closing = new Set<Promise<void>>();
  #cancelPoll: (() => void) | undefined;
  #polledAtMs = Infinity;

  constructor(deps: DiscoveryDeps, system: DiscoverySystem = thisSystem) {
    this.#deps = deps;
    this.#system = system;
    this.#events = new EventHub(deps.onFault);
  }

  listen(listener: (event: DiscoveryEvent) => void): () => void {
    return this.#events.listen(listener);
  }

  /** Looks and announces; said again, only what is announced changes. */
  start(announcement: Announcement): void {
    this.#announcement = announcement;
    if (this.#cancelPoll === undefined) {
      this.#poll();
      return;
    }
    this.#unbind();
    this.#bind(announcement);
  }

  /** Says goodbye on all interfaces; at most half a second. */
  async stop(): Promise<void> {
    this.#cancelPoll?.();
    this.#cancelPoll = undefined;
    this.#polledAtMs = Infinity;
    this.#unbind();
    await Promise.all(this.#closing);
  }

  #poll(): void {
    const isFirst = this.#cancelPoll === undefined;
    const hasSlept = this.#hasSlept();
    this.#cancelPoll = this.#deps.clock.after(POLL_MS, () => {
      this.#poll();
    });
    if (this.#announcement && (hasSlept || this.#hasNetworkChanged())) {
      // What was told in another network may be told anew.
      this.#recent = new RecentHints();
      // All of them, as each announces the addresses of all.
      this.#unbind();
      this.#bind(this.#announcement);
      if (!isFirst) this.#events.emit({ type: 'network-changed' });
    } else {
      for (const binding of this.#bindings) binding.tick();
      for (const beacon of this.#beacons) beacon.tick();
    }
  }

  // By the wall clock, as the other one stands still meanwhile; one that was set does no harm.
  #hasSlept(): boolean {
    const nowMs = this.#deps.clock.nowMs();
    const hasSlept = nowMs - this.#polledAtMs > SLEEP_MS;
    this.#polledAtMs = nowMs;
    return hasSlept;
  }

  #hasNetworkChanged(): boolean {
    const networks = this.#announcement && this.#look(this.#announcement);
    return JSON.stringify(networks) !== JSON.stringify(this.#networks);
  }

  #look({ host }: Announcement): Networks {
    const interfaces = this.#system.interfaces();
    const addresses = addressesToAnnounceOn(interfaces, host);
    const broadcast = broadcastAddresses(interfaces, addresses);
    return { addresses, broadcast, links: ipv6Links(interfaces, host) };
  }

  #bind(announcement: Announcement): void {
    this.#networks = this.#look(announcement);
    this.#problems.clear();
    const { clock } = this.#deps;
    const { addresses } = this.#networks;
    const onHint = this.#hearBy('multicast', announcement);
    const onProblem = (message: string): void => {
      this.#tellProblem(message);
    };
    this.#bindings = addresses.map((address) =>
      this.#system.bind({ address, announcement, clock, onHint, onProblem }),
    );
    for (const binding of this.#bindings) binding.start();
    this.#beacons = this.#openBeacons(announcement, this.#networks);
    for (const beacon of this.#beacons) beacon.start();
  }

  // Over IPv6 only those are told that IPv4 does not reach: a packet for each is enough.
  #openBeacons(
    announcement: Announcement,
    { broadcast: targets, links }: Networks,
  ): readonly RunningBeacon[] {
    const { clock } = this.#deps;
    const deps = { announcement, clock, onHint: this.#hearBy('beacon', announcement) };
    const beacon = this.#system.beacon({ ...deps, targets });
    if (links.length === 0) return [beacon];
    const untold = links.filter(({ isIPv6Only }) => isIPv6Only);
    const linkDeps = { ...deps, targets: untold.map(({ zone }) => allOnLink(zone)) };
    const zones = links.map(({ zone }) => zone);
    return [beacon, this.#system.linkBeacon(linkDeps, zones)];
  }

  #hearBy(heardBy: Way, { peerId }: Announcement): (hint: Hint) => void {
    return (hint) => {
      if (hint.peerId !== peerId) this.#tellHint({ heardBy, ...hint });
    };
  }

  #unbind(): void {
    for (const binding of this.#bindings) {
      const closed = binding.stop().finally(() => this.#closing.delete(closed));
      this.#closing.add(closed);
    }
    this.#bindings = [];
    for (const beacon of this.#beacons) beacon.stop();
    this.#beacons = [];
    this.#networks = undefined;
  }

  #tellHint(hint: Hint & { readonly heardBy: Way }): void {
    if (!this.#recent.isNews(hint, this.#deps.clock.monotonicMs())) return;
    this.#events.emit({ type: 'found', ...hint });
  }

  #tellProblem(message: string): void {
    // An interface that has just gone is no fault of the network; the next look rebuilds the rest.
    if (this.#problems.has(message) || this.#hasNetworkChanged()) return;
    this.#problems.add(message);
    this.#events.emit({ type: 'problem', message });
  }
}
