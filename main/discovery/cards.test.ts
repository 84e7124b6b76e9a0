import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { Cards } from './cards.ts';

const card = (address: string, scopeid?: number): NetworkInterfaceInfo => {
  const rest = { netmask: '', mac: '02:00:00:00:00:01', internal: false, cidr: null };
  if (scopeid === undefined) return { ...rest, address, family: 'IPv4' };
  return { ...rest, address, family: 'IPv6', scopeid };
};
const WINDOWS = '{"Name":"Ethernet","NdisPhysicalMedium":14,"ReceiveLinkSpeed":100000000}';
const MAC = '\tmedia: autoselect (100baseTX <full-duplex>)\n';

function setUp(platform: NodeJS.Platform, answer: () => Promise<string>) {
  const asked: string[] = [];
  const time = { ms: 0 };
  const ask = (...what: readonly string[]) => {
    asked.push(what.join(' '));
    return answer();
  };
  const interfaces = {
    Ethernet: [card('10.0.0.1'), card('fe80::1', 2)],
    vlan: [card('10.1.0.1'), card('fe80::1', 7)],
    lo: [{ ...card('127.0.0.1'), internal: true }],
  };
  const cards = new Cards(
    { monotonicMs: () => time.ms },
    {
      platform,
      interfaces: () => interfaces,
      run: (program, args) => ask(program, ...args),
      readFile: ask,
    },
  );
  return { cards, asked, time };
}

describe('the cards of this PC', () => {
  it.each([
    { platform: 'linux', answer: '100\n', how: '/sys/class/net/Ethernet/speed' },
    { platform: 'darwin', answer: MAC, how: '/sbin/ifconfig Ethernet' },
    {
      platform: 'win32',
      answer: WINDOWS,
      how: /powershell\.exe -NoProfile -NonInteractive -Command \[/,
    },
  ] as const)('S25.6: have names and speeds on $platform', async ({ platform, answer, how }) => {
    const { cards, asked } = setUp(platform, () => Promise.resolve(answer));
    expect(await cards.at('10.0.0.1')).toEqual({ name: 'Ethernet', mbit: 100 });
    expect(asked).toEqual([expect.stringMatching(how)]);
  });

  it('are asked for once a minute, however large the room is', async () => {
    const { cards, asked, time } = setUp('win32', () => Promise.resolve(WINDOWS));
    await Promise.all(['10.0.0.1', '10.0.0.1', '10.1.0.1'].map((host) => cards.at(host)));
    time.ms = 59_999;
    expect(await cards.at('10.1.0.1')).toEqual({ name: 'vlan', mbit: null });
    expect(asked).toHaveLength(1);
    time.ms = 60_000;
    await cards.at('10.0.0.1');
    expect(asked).toHaveLength(2);
  });

  it.each(['linux', 'darwin', 'win32'] as const)(
    'have names where %s tells no speed',
    async (platform) => {
      const { cards } = setUp(platform, () => Promise.reject(new Error('EINVAL')));
      expect(await cards.at('10.0.0.1')).toEqual({ name: 'Ethernet', mbit: null });
    },
  );

  it('are known by the zone of an IPv6 link, its name or number', async () => {
    const { cards } = setUp('linux', () => Promise.resolve(''));
    expect((await cards.at('fe80::1%vlan'))?.name).toBe('vlan');
    expect((await cards.at('fe80::1%7'))?.name).toBe('vlan');
    expect(await cards.at('fe80::1%tun')).toBeNull();
  });

  it('do not have the address of loopback, nor one that is elsewhere', async () => {
    const { cards } = setUp('linux', () => Promise.resolve(''));
    expect(await cards.at('127.0.0.1')).toBeNull();
    expect(await cards.at('192.0.2.1')).toBeNull();
  });
});
