import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { speedOnLinux, speedOnMac, speedsOnWindows, WINDOWS_SCRIPT } from './card-speed.ts';

describe('the speed of a card on Windows', () => {
  it('is that of cards with a cable, whatever they are called', () => {
    const printed = JSON.stringify([
      { Name: 'Ethernet (Büro)', NdisPhysicalMedium: 14, ReceiveLinkSpeed: 100_000_000 },
      { Name: 'Ethernet 2', NdisPhysicalMedium: 14, ReceiveLinkSpeed: 2_500_000_000 },
      { Name: 'WLAN', NdisPhysicalMedium: 9, ReceiveLinkSpeed: 72_000_000 },
      {
        Name: 'vEthernet (Default Switch)',
        NdisPhysicalMedium: 0,
        ReceiveLinkSpeed: 10_000_000_000,
      },
    ]);
    expect([...speedsOnWindows(printed)]).toEqual([
      ['Ethernet (Büro)', 100],
      ['Ethernet 2', 2_500],
    ]);
  });

  it('is read of one card alone too, which is no list then', () => {
    const printed = '{"Name":"Ethernet","NdisPhysicalMedium":14,"ReceiveLinkSpeed":1000000000}\r\n';
    expect(speedsOnWindows(`\uFEFF${printed}`).get('Ethernet')).toBe(1_000);
  });

  it('is unknown where nothing sensible is printed', () => {
    const none = '[{"Name":"Ethernet","NdisPhysicalMedium":14,"ReceiveLinkSpeed":null},null,7]';
    for (const printed of ['', 'Get-NetAdapter : Access denied', 'null', none]) {
      expect(speedsOnWindows(printed).size, printed).toBe(0);
    }
    fc.assert(fc.property(fc.string(), (printed) => speedsOnWindows(printed).size === 0));
  });

  it('is asked for by a script into which nothing is put', () => {
    expect(WINDOWS_SCRIPT).toBe(
      "[Console]::OutputEncoding = [Text.Encoding]::UTF8; Get-NetAdapter | Where-Object Status -eq 'Up' | Select-Object Name,NdisPhysicalMedium,ReceiveLinkSpeed | ConvertTo-Json -Compress",
    );
  });
});

// As ifconfig of macOS prints it.
const EN0 = (
  media: string,
) => `en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
	options=6460<TSO4,TSO6,CHANNEL_IO,PARTIAL_CSUM,ZEROINVERT_CSUM>
	ether 3c:22:fb:00:00:01
	inet 192.168.1.20 netmask 0xffffff00 broadcast 192.168.1.255
	nd6 options=201<PERFORMNUD,DAD>
	media: ${media}
	status: active
`;

describe('the speed of a card on macOS', () => {
  it.each([
    { media: 'autoselect (1000baseT <full-duplex,flow-control>)', mbit: 1_000 },
    { media: 'autoselect (100baseTX <full-duplex>)', mbit: 100 },
    { media: 'autoselect (2500Base-T <full-duplex>)', mbit: 2_500 },
    { media: 'autoselect (10Gbase-T <full-duplex>)', mbit: 10_000 },
    { media: 'autoselect', mbit: null },
    { media: 'autoselect (none)', mbit: null },
    { media: '<unknown type>', mbit: null },
  ])('of “$media” is $mbit Mbit/s', ({ media, mbit }) => {
    expect(speedOnMac(EN0(media))).toBe(mbit);
  });
});

describe('the speed of a card on Linux', () => {
  it.each([
    { text: '1000\n', mbit: 1_000 },
    { text: '-1\n', mbit: null },
    { text: '', mbit: null },
  ])('of $text is $mbit Mbit/s', ({ text, mbit }) => {
    expect(speedOnLinux(text)).toBe(mbit);
  });
});
