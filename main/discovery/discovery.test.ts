import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { PeerId } from '../../shared/domain/ids.ts';
import { Discovery, type DiscoveryEvent } from './discovery.ts';
import type { Hint } from './hint.ts';
import type { BeaconDeps } from './beacon.ts';
import type { NetworkInterfaces } from './interfaces.ts';
import type { MdnsBindingDeps } from './mdns-binding.ts';

const self = { peerId: 'a'.repeat(32) as PeerId, name: 'alpha', host: '::', port: 41_641 };
const other: Hint = { peerId: 'b'.repeat(32) as PeerId, name: 'bravo', addresses: ['10.0.0.2:1'] };

const lan = (address: string): NetworkInterfaceInfo => ({
  address,
  internal: false,
  family: 'IPv4',
  netmask: '255.255.255.0',
  mac: '02:00:00:00:00:01',
  cidr: `${address}/24`,
});

const link = (address: string): NetworkInterfaceInfo => ({
  ...{ address, internal: false, netmask: 'ffff:ffff:ffff:ffff::', mac: '02:00:00:00:00:01' },
  ...{ family: 'IPv6', cidr: `${address}/64`, scopeid: 3 },
});

interface FakePart<Deps> {
  readonly deps: Deps;
  state: 'new' | 'open' | 'closed';
  ticks: number;
}

// A network whose interfaces the test plugs and pulls, and whose clock it turns by one poll.
function aSystem(interfaces: NetworkInterfaces) {
  const bindings: FakePart<MdnsBindingDeps>[] = [];
  const timers = new Set<() => void>();
  const events: DiscoveryEvent[] = [];
  const system = { interfaces, wallMs: 0 };
  const clock = {
    nowMs: () => system.wallMs,
    monotonicMs: () => 0,
    after: (_delayMs: number, task: () => void) => {
      timers.add(task);
      return () => timers.delete(task);
    },
  };
  const beacons: FakePart<BeaconDeps>[] = [];
  const partOf = <Deps>(parts: FakePart<Deps>[], deps: Deps) => {
    const part: FakePart<Deps> = { deps, state: 'new', ticks: 0 };
    parts.push(part);
    return {
      start: () => (part.state = 'open'),
      tick: () => (part.ticks += 1),
      stop: () => {
        part.state = 'closed';
        return Promise.resolve();
      },
    };
  };
  const linkZones: (readonly string[])[] = [];
  const linkBeacon = (deps: BeaconDeps, zones: readonly string[]) => {
    linkZones.push(zones);
    return partOf(beacons, deps);
  };
  const bind = (deps: MdnsBindingDeps) => partOf(bindings, deps);
  const beacon = (deps: BeaconDeps) => partOf(beacons, deps);
  const onFault = (error: unknown) => {
    throw error;
  };
  const discovery = new Discovery(
    { clock, onFault },
    { interfaces: () => system.interfaces, bind, beacon, linkBeacon },
  );
  discovery.listen((event) => events.push(event));
  const poll = () => {
    for (const task of [...timers]) {
      timers.delete(task);
      task();
    }
  };
  const open = () => bindings.filter(({ state }) => state === 'open');
  const openBeacons = () => beacons.filter(({ state }) => state === 'open');
  return { system, discovery, events, timers, poll, open, openBeacons, linkZones };
}

describe('Discovery', () => {
  it('S25: announces on every interface', () => {
    const { discovery, open } = aSystem({ lan: [lan('10.0.0.1')], vpn: [lan('10.8.0.1')] });
    discovery.start(self);
    expect(open().map(({ deps }) => deps.address)).toEqual(['10.0.0.1', '10.8.0.1']);
    expect(open().map(({ deps }) => deps.announcement)).toEqual([self, self]);
  });

  it('S25: broadcasts beside it on every network, until it stops', async () => {
    const { discovery, events, poll, openBeacons } = aSystem({
      lan: [lan('10.0.0.1')],
      vpn: [lan('10.8.0.1')],
    });
    discovery.start(self);
    discovery.start({ ...self, name: 'anna' });
    poll();
    const [beacon, ...more] = openBeacons();
    expect(more).toEqual([]);
    expect(beacon?.deps.targets).toEqual(['10.0.0.255', '10.8.0.255']);
    expect(beacon?.deps.announcement.name).toBe('anna');
    expect(beacon?.ticks).toBe(1);
    beacon?.deps.onHint({ ...other, peerId: self.peerId });
    beacon?.deps.onHint(other);
    expect(events).toEqual([{ type: 'found', heardBy: 'beacon', ...other }]);
    await discovery.stop();
    expect(openBeacons()).toEqual([]);
  });

  it('S25: hears every IPv6 link, and tells those that IPv4 does not reach', () => {
    const { system, discovery, events, poll, openBeacons, linkZones } = aSystem({
      both: [lan('10.0.0.1'), link('fe80::1')],
      six: [link('fe80::2')],
    });
    discovery.start(self);
    const [, beacon] = openBeacons();
    expect(linkZones).toEqual([['both', 'six']]);
    expect(beacon?.deps.targets).toEqual(['ff02::1%six']);
    const byLink: Hint = { ...other, addresses: ['[fe80::9%six]:41641'] };
    beacon?.deps.onHint(byLink);
    expect(events).toEqual([{ type: 'found', heardBy: 'beacon', ...byLink }]);

    // A card that comes with IPv6 alone is another network too.
    system.interfaces = { both: [lan('10.0.0.1'), link('fe80::1')] };
    poll();
    expect(linkZones).toEqual([['both', 'six'], ['both']]);
    expect(openBeacons()).toHaveLength(2);
    expect(openBeacons()[1]?.deps.targets).toEqual([]);
  });

  it('M2: starts anew on all interfaces once one comes or goes, and only then', () => {
    const { system, discovery, events, poll, open } = aSystem({ lan: [lan('10.0.0.1')] });
    discovery.start(self);
    const [first] = open();
    poll();
    expect(open()).toEqual([first]);
    expect(first?.ticks).toBe(1);

    system.interfaces = { lan: [lan('10.0.0.1')], wifi: [lan('10.1.0.1')] };
    poll();
    expect(first?.state).toBe('closed');
    expect(open().map(({ deps }) => deps.address)).toEqual(['10.0.0.1', '10.1.0.1']);
    expect(events).toEqual([{ type: 'network-changed' }]);
  });

  it('S25: starts anew after this PC has slept; a clock that is set does no harm', () => {
    const { system, discovery, events, poll, open } = aSystem({ lan: [lan('10.0.0.1')] });
    discovery.start(self);
    const [first] = open();
    system.wallMs = -3_600_000;
    poll();
    expect(open()).toEqual([first]);
    system.wallMs = 0;
    poll();
    expect(first?.state).toBe('closed');
    expect(open()).toHaveLength(1);
    expect(events).toEqual([{ type: 'network-changed' }]);
  });

  it('S25: tells anew in another network whom it has just told', () => {
    const { system, discovery, events, poll, open } = aSystem({ wifi: [lan('10.0.0.1')] });
    discovery.start(self);
    open()[0]?.deps.onHint(other);
    system.interfaces = { wifi: [lan('10.0.0.1')], lan: [lan('10.1.0.1')] };
    poll();
    open()[0]?.deps.onHint(other);
    const found = { type: 'found', heardBy: 'multicast', ...other };
    expect(events).toEqual([found, { type: 'network-changed' }, found]);
  });

  it('announces a new name in place of the old one', () => {
    const { discovery, poll, open, timers } = aSystem({ lan: [lan('10.0.0.1')] });
    discovery.start(self);
    const renamed = { ...self, name: 'anna' };
    discovery.start(renamed);
    expect(open().map(({ deps }) => deps.announcement)).toEqual([renamed]);
    poll();
    expect(open()).toHaveLength(1);
    expect(timers.size).toBe(1);
  });

  it('tells who it hears, but not itself, and nothing twice in a row', () => {
    const { discovery, events, open } = aSystem({ lan: [lan('10.0.0.1')], vpn: [lan('10.8.0.1')] });
    discovery.start(self);
    for (const { deps } of open()) {
      deps.onHint({ ...other, peerId: self.peerId });
      deps.onHint(other);
    }
    expect(events).toEqual([{ type: 'found', heardBy: 'multicast', ...other }]);
  });

  it('M2: tells a problem once, until the network changes', () => {
    const { system, discovery, events, poll, open } = aSystem({ lan: [lan('10.0.0.1')] });
    discovery.start(self);
    open()[0]?.deps.onProblem('off');
    open()[0]?.deps.onProblem('off');
    expect(events).toEqual([{ type: 'problem', message: 'off' }]);

    system.interfaces = { lan: [lan('10.0.0.2')] };
    open()[0]?.deps.onProblem('a send that failed as its interface went');
    poll();
    open()[0]?.deps.onProblem('off');
    const off = { type: 'problem', message: 'off' };
    expect(events).toEqual([off, { type: 'network-changed' }, off]);
  });

  it('leaves nothing open and nothing to come after it stops', async () => {
    const { discovery, poll, open, timers } = aSystem({ lan: [lan('10.0.0.1')] });
    discovery.start(self);
    poll();
    await discovery.stop();
    expect(open()).toEqual([]);
    expect(timers.size).toBe(0);
    await discovery.stop();
  });
});
