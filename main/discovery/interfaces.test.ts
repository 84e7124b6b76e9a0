import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { addressesToAnnounceOn, broadcastAddresses, ipv6Links } from './interfaces.ts';

const ipv4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  internal,
  family: 'IPv4',
  netmask: '255.255.255.0',
  mac: '02:00:00:00:00:01',
  cidr: `${address}/24`,
});

const ipv6 = (address: string): NetworkInterfaceInfo => ({
  address,
  internal: false,
  family: 'IPv6',
  netmask: 'ffff:ffff:ffff:ffff::',
  mac: '02:00:00:00:00:01',
  cidr: `${address}/64`,
  scopeid: 2,
});

const lo = [ipv4('127.0.0.1', true)];

describe('addressesToAnnounceOn', () => {
  it('takes every interface that leads out, once, in a settled order', () => {
    const lan = [ipv6('fe80::1'), ipv4('192.168.1.5'), ipv4('192.168.1.6')];
    expect(addressesToAnnounceOn({ lo, vpn: [ipv4('10.8.0.2')], lan }, '0.0.0.0')).toEqual([
      '10.8.0.2',
      '192.168.1.5',
    ]);
    expect(addressesToAnnounceOn({ lan, lo, vpn: [ipv4('10.8.0.2')] }, '0.0.0.0')).toEqual([
      '10.8.0.2',
      '192.168.1.5',
    ]);
  });

  it('falls back on loopback where nothing leads out', () => {
    expect(addressesToAnnounceOn({ lo, lan: [ipv6('fe80::1')] }, '0.0.0.0')).toEqual(['127.0.0.1']);
    expect(addressesToAnnounceOn({ gone: undefined }, '0.0.0.0')).toEqual([]);
  });

  it('stops at sixteen interfaces', () => {
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`veth${index}`, [ipv4(`10.0.${index}.1`)]]),
    );
    expect(addressesToAnnounceOn(many, '::')).toHaveLength(16);
  });

  it('S25: takes only where a peer that listens on one address can be dialled', () => {
    const interfaces = { lo, vpn: [ipv4('10.8.0.2')], lan: [ipv4('192.168.1.5')] };
    expect(addressesToAnnounceOn(interfaces, '127.0.0.1')).toEqual(['127.0.0.1']);
    expect(addressesToAnnounceOn(interfaces, '10.8.0.2')).toEqual(['10.8.0.2']);
    expect(addressesToAnnounceOn(interfaces, '10.9.9.9')).toEqual([]);
  });
});

describe('broadcastAddresses', () => {
  it.each([
    ['10.1.2.3', '255.255.255.0', ['10.1.2.255']],
    ['10.1.2.3', '255.255.240.0', ['10.1.15.255']],
    ['192.168.1.9', '255.255.255.252', ['192.168.1.11']],
    ['127.0.0.1', '255.0.0.0', ['127.255.255.255']],
    ['10.8.0.2', '255.255.255.254', []],
    ['10.8.0.2', '255.255.255.255', []],
  ])('%s with mask %s is heard at %j', (address, netmask, targets) => {
    const card = { ...ipv4(address), netmask };
    expect(broadcastAddresses({ card: [ipv6('fe80::1'), card] }, [address])).toEqual(targets);
  });

  it('is each network once, and none that is not announced on', () => {
    const cards = { lo, one: [ipv4('10.0.0.1')], two: [ipv4('10.0.0.2')], vpn: [ipv4('10.8.0.1')] };
    expect(broadcastAddresses(cards, ['10.0.0.1', '10.0.0.2'])).toHaveLength(1);
  });
});

describe('ipv6Links', () => {
  const lan = [ipv4('10.0.0.1'), ipv6('fe80::1')];
  const interfaces = { lo, lan, six: [ipv6('fd00::2'), ipv6('fe80::2')], four: [ipv4('10.1.0.1')] };

  it('S25: takes every card with a link, and says where IPv4 reaches nobody', () => {
    expect(ipv6Links(interfaces, '::', 'linux')).toEqual([
      { zone: 'lan', isIPv6Only: false },
      { zone: 'six', isIPv6Only: true },
    ]);
  });

  it('names a card by its number where the system does', () => {
    expect(ipv6Links({ lan }, '::', 'win32')).toEqual([{ zone: '2', isIPv6Only: false }]);
  });

  it.each(['0.0.0.0', '10.0.0.1', '::1'])(
    'takes none for a peer that listens on %s, and can not be dialled there',
    (host) => {
      expect(ipv6Links(interfaces, host)).toEqual([]);
    },
  );
});
