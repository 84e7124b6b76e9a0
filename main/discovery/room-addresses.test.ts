import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { RoomAddresses } from './room-addresses.ts';

const PEER = '10.0.0.2:41641';
const ON_THIS_PC = '127.0.0.1:41641';
const MAC = '02:00:00:00:00:01';

const campus: NetworkInterfaceInfo = {
  ...{ address: '141.20.1.7', netmask: '255.255.255.0', cidr: '141.20.1.7/24' },
  ...{ family: 'IPv4', internal: false, mac: MAC },
};

function setUp() {
  const system = { interfaces: { lan: [campus] } as Record<string, NetworkInterfaceInfo[]> };
  const time = { ms: 0 };
  let looks = 0;
  const addresses = new RoomAddresses({
    clock: { monotonicMs: () => time.ms },
    interfaces: () => {
      looks += 1;
      return system.interfaces;
    },
  });
  return { addresses, system, time, looks: () => looks };
}

it.each([
  ...['10.1.2.3:1', '172.16.0.1:41641', '192.168.7.7:65535', '169.254.1.1:5', '[fd00::1]:41641'],
  '141.20.1.99:41641',
])('S25: takes %s, which lies in the room', (address) => {
  expect(setUp().addresses.isFit(address, PEER)).toBe(true);
});

it.each([
  ...['8.8.8.8:53', '141.20.2.1:41641', '[2001:db8::1]:41641', '0.0.0.0:1', '255.255.255.255:1'],
  ...['127.0.0.1:41641', '[::1]:41641', '224.0.0.251:5353', '[fe80::1%eth0]:1', '[ff02::fb]:5353'],
  ...['10.0.0.1:0', '10.0.0.1:65536', '10.0.0.1:41641x', '10.0.0.1', '10.0.0:1', '010.0.0.1:1'],
  ...[
    'games.example:41641',
    '',
    '[10.0.0.1]:1',
    '10.0.0.1:1\n',
    ' 10.0.0.1:1',
    '[::ffff:8.8.8.8]:1',
  ],
])('W21: takes %j neither from a peer nor to one', (address) => {
  expect(setUp().addresses.isFit(address, PEER)).toBe(false);
});

it('W21: takes loopback among programs of one PC alone', () => {
  const { addresses } = setUp();
  expect(addresses.isFit('127.0.0.1:5', ON_THIS_PC)).toBe(true);
  expect(addresses.isFit('[::1]:5', ON_THIS_PC)).toBe(true);
  expect(addresses.isFit('127.0.0.1:5', 'no address')).toBe(false);
});

it('S28: looks at the networks of this PC once in three seconds, however much it is asked', () => {
  const { addresses, system, time, looks } = setUp();
  for (let host = 1; host < 255; host += 1) addresses.isFit(`141.20.9.${host}:1`, PEER);
  expect(looks()).toBe(1);
  system.interfaces = { lan: [{ ...campus, cidr: '141.20.9.7/24' }] };
  time.ms = 3_000;
  expect(addresses.isFit('141.20.9.1:1', PEER)).toBe(true);
  system.interfaces = {};
  addresses.networkChanged();
  expect(addresses.isFit('141.20.9.1:1', PEER)).toBe(false);
});

it('S25: knows the way by cable from the one through the air, a tunnel or a router', () => {
  const { addresses, system } = setUp();
  const card = (cidr: string) => [{ ...campus, address: cidr.split('/')[0] ?? '', cidr }];
  system.interfaces = {
    wlan0: card('10.1.0.1/24'),
    enp3s0: card('10.2.0.1/24'),
    wg0: card('10.3.0.1/24'),
  };
  const sorted = ['10.9.0.2:1', '10.3.0.2:1', '10.1.0.2:1', '10.2.0.2:1', '127.0.0.1:1'];
  const distances = sorted.map((address) => addresses.distance(address));
  expect(distances).toEqual([...distances].toSorted((left, right) => right - left));
  expect(new Set(distances).size).toBe(5);
});
