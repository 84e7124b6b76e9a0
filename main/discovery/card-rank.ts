const VIRTUAL =
  /^(tun|tap|wg|utun|ppp|zt|ham|docker|br-|veth|virbr|vmnet|vbox|vpn|vethernet)|vpn|tailscale|zerotier|hamachi|wireguard|nordlynx|vmware|virtualbox|hyper-v/i;
const WIRELESS = /^(wl|wi-?fi|ath\d|ra\d)|wireless|drahtlos/i;

/**
 * How fast a network card is among those of one PC, by its name: 0 a cable, 1 wireless, 2 a tunnel
 * or a network between virtual machines. No system tells more in the same words as the others.
 */
export function cardRank(name: string): number {
  if (VIRTUAL.test(name)) return 2;
  return WIRELESS.test(name) ? 1 : 0;
}
