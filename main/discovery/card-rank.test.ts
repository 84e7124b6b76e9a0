import { expect, it } from 'vitest';
import { cardRank } from './card-rank.ts';

it.each([
  ...['eth0', 'eno1', 'enp3s0', 'en0', 'Ethernet', 'Ethernet 2', 'LAN-Verbindung', 'bond0'],
])('S25: takes %s for a cable', (name) => {
  expect(cardRank(name)).toBe(0);
});

it.each(['wlan0', 'wlp2s0', 'wlx001122334455', 'Wi-Fi', 'WLAN', 'WiFi 2', 'Drahtlosnetzwerk'])(
  'S25: takes %s for wireless',
  (name) => {
    expect(cardRank(name)).toBe(1);
  },
);

it.each([
  ...['tun0', 'tap1', 'wg0', 'utun3', 'tailscale0', 'Tailscale', 'ZeroTier One [8056c2e21c000001]'],
  ...['Hamachi', 'Radmin VPN', 'docker0', 'br-1a2b3c', 'virbr0', 'vEthernet (WSL)', 'vmnet8'],
  ...['VMware Network Adapter VMnet1', 'VirtualBox Host-Only Network', 'OpenVPN TAP-Windows6'],
])('S25: takes %s for a tunnel or a network of virtual machines', (name) => {
  expect(cardRank(name)).toBe(2);
});
