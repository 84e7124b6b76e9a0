import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { cardAt } from './card.ts';

const outward = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
  addresses.filter(({ internal }) => !internal).map(({ address }) => ({ name, address })),
);

it.runIf(outward.length > 0)('names the card that has an address of this PC', async () => {
  for (const { name, address } of outward) {
    const card = await cardAt(address);
    expect(card?.name).toBe(name);
    expect(card?.mbit === null || (card?.mbit ?? 0) > 0).toBe(true);
  }
});

it('knows no card of loopback, nor of an address that is elsewhere', async () => {
  expect(await cardAt('127.0.0.1')).toBeNull();
  expect(await cardAt('192.0.2.1')).toBeNull();
});

it('does not mind a card that has no speed to tell', async () => {
  const info = { address: '10.1.2.3', netmask: '255.0.0.0', family: 'IPv4' } as const;
  const card = { ...info, mac: '02:00:00:00:00:01', internal: false, cidr: '10.1.2.3/8' };
  expect(await cardAt('10.1.2.3', { 'no such card': [card] })).toEqual({
    ...{ name: 'no such card', mbit: null },
  });
});

it('knows the card of an IPv6 link by its zone, its name or number', async () => {
  const six = { address: 'fe80::1', netmask: 'ffff::', family: 'IPv6', internal: false } as const;
  const mac = '02:00:00:00:00:01';
  const interfaces = {
    lan: [{ ...six, mac, cidr: 'fe80::1/64', scopeid: 2 }],
    vlan: [{ ...six, mac, cidr: 'fe80::1/64', scopeid: 7 }],
  };
  expect((await cardAt('fe80::1%vlan', interfaces))?.name).toBe('vlan');
  expect((await cardAt('fe80::1%7', interfaces))?.name).toBe('vlan');
  expect(await cardAt('fe80::1%tun', interfaces)).toBeNull();
});
