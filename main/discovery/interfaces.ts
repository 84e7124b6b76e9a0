import { isIPv4 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { isLinkLocal } from './hint.ts';

/** Interfaces as `os.networkInterfaces()` lists them. */
export type NetworkInterfaces = Readonly<
  Record<string, readonly NetworkInterfaceInfo[] | undefined>
>;

/** Most interfaces to announce on; virtual machines and containers can bring dozens. */
const MAX_INTERFACES = 16;

const EVERYWHERE = '0.0.0.0';
const EVERYWHERE_IPV6 = '::';

// The last byte of the mask of a network with two addresses.
const SMALLEST_NETWORK = 254;

/**
 * One IPv4 address of each interface to announce on, sorted: those on which a peer that listens on
 * `host` can be dialled. Of one that listens everywhere, loopback counts only where there is nothing
 * else: a PC without a network still finds the peers that run on itself.
 */
export function addressesToAnnounceOn(
  interfaces: NetworkInterfaces,
  host: string,
): readonly string[] {
  const outward = firstAddresses(interfaces, false);
  const inward = firstAddresses(interfaces, true);
  return choose(outward, inward, host).slice(0, MAX_INTERFACES).toSorted();
}

function choose(outward: string[], inward: string[], host: string): string[] {
  if (host.startsWith('127.')) return inward;
  if (isIPv4(host) && host !== EVERYWHERE) return outward.filter((address) => address === host);
  return outward.length > 0 ? outward : inward;
}

function firstAddresses(interfaces: NetworkInterfaces, isInternal: boolean): string[] {
  return Object.values(interfaces).flatMap((addresses = []) => {
    const first = addresses.find(
      ({ family, internal }) => family === 'IPv4' && internal === isInternal,
    );
    return first === undefined ? [] : [first.address];
  });
}

/** A network card's side of an IPv6 link. */
export interface OwnLink {
  /** What stands behind the `%` of an address there: the card's name, on Windows its number. */
  readonly zone: string;
  /** Whether nobody can be told over IPv4 there. */
  readonly isIPv6Only: boolean;
}

/** The IPv6 links on which a peer that listens on `host` can be dialled, sorted. */
export function ipv6Links(
  interfaces: NetworkInterfaces,
  host: string,
  platform: NodeJS.Platform = process.platform,
): readonly OwnLink[] {
  if (host !== EVERYWHERE_IPV6) return [];
  const links = Object.entries(interfaces).flatMap(([name, infos = []]) => {
    const own = infos.find(({ address, internal }) => !internal && isLinkLocal(address));
    if (own === undefined) return [];
    const zone = platform === 'win32' && own.scopeid !== undefined ? String(own.scopeid) : name;
    return [{ zone, isIPv6Only: infos.every(({ family }) => family === 'IPv6') }];
  });
  return links
    .toSorted((left, right) => (left.zone < right.zone ? -1 : 1))
    .slice(0, MAX_INTERFACES);
}

/** Where to broadcast on the networks that these addresses belong to, each once. */
export function broadcastAddresses(
  interfaces: NetworkInterfaces,
  addresses: readonly string[],
): readonly string[] {
  const infos = Object.values(interfaces).flatMap((list = []) => list);
  const targets = infos
    .filter(({ address }) => addresses.includes(address))
    .flatMap(({ address, netmask }) => broadcastAddress(address, netmask));
  return [...new Set(targets)];
}

// None on a link between two: a tunnel has nobody else on it.
function broadcastAddress(address: string, netmask: string): readonly string[] {
  const mask = bytesOf(netmask);
  const [, , , lastOfMask = 255] = mask;
  if (lastOfMask >= SMALLEST_NETWORK) return [];
  return [
    bytesOf(address)
      .map((byte, at) => byte | (255 - (mask[at] ?? 255)))
      .join('.'),
  ];
}

function bytesOf(address: string): readonly number[] {
  return address.split('.').map(Number);
}
