import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';
import { parsePeerId, type PeerId } from '../../shared/domain/ids.ts';
import type { Address } from '../../shared/domain/peer.ts';
import { plainName } from './announcement.ts';

/** Where a peer may be dialled. Nothing in it is proven: anyone can say anything on a network. */
export interface Hint {
  readonly peerId: PeerId;
  readonly name: string;
  /** In the order to dial them: where the packet came from, then what it says. */
  readonly addresses: readonly Address[];
}

/** Most addresses of one hint; each may cost a dial that times out. */
const MAX_ADDRESSES = 4;

/** How many digits of its id stand for a peer without a name. */
const SHORT_ID_LENGTH = 8;

const service = z.object({
  port: z.int().min(1).max(65_535),
  referer: z.object({ address: z.string() }),
  addresses: z.array(z.string()).default([]),
  txt: z.object({ id: z.string(), name: z.string().default('') }),
});

/** The hint in a service as the browser found it, or undefined where it makes no sense. */
export function parseHint(found: unknown): Hint | undefined {
  const { data } = service.safeParse(found);
  if (data === undefined) return undefined;
  const { port, referer, addresses, txt } = data;
  return hintAt({ ...txt, port, source: referer.address, advertised: addresses });
}

/** What somebody says of a peer in a packet; only the port is checked so far. */
export interface Hearsay {
  readonly id: string;
  readonly name: string;
  readonly port: number;
  /** Where the packet came from. */
  readonly source: string;
  /** Where the peer can be dialled beside, as the packet says. */
  readonly advertised?: readonly string[];
}

/** The hint in what is said of a peer, or undefined where it makes no sense. */
export function hintAt({ id, name, port, source, advertised = [] }: Hearsay): Hint | undefined {
  const peerId = parsePeerId(id);
  if (peerId === undefined || !isDialable(source)) return undefined;

  const hosts = new Set([source, ...advertised.filter(isPrivate)]);
  return {
    peerId,
    name: plainName(name) || peerId.slice(0, SHORT_ID_LENGTH),
    addresses: [...hosts].slice(0, MAX_ADDRESSES).map((host) => printAddress(host, port)),
  };
}

function printAddress(host: string, port: number): Address {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

const reserved = new BlockList();
reserved.addSubnet('0.0.0.0', 8);
reserved.addSubnet('224.0.0.0', 3);

// Of IPv6 only what a packet has come from over a link: with its card, which makes it an address.
function isDialable(source: string): boolean {
  if (isIPv4(source)) return !reserved.check(source);
  return source.includes('%') && isLinkLocal(source);
}

const linkLocal = new BlockList();
linkLocal.addSubnet('fe80::', 10, 'ipv6');

/** Whether an IPv6 address, with or without its zone, holds on one link alone. */
export function isLinkLocal(address: string): boolean {
  const [bare = ''] = address.split('%', 1);
  return isIPv6(address) && linkLocal.check(bare, 'ipv6');
}

// What a stranger advertises is dialled by every peer in the room: it must not point out of it.
const privateRanges = new BlockList();
privateRanges.addSubnet('10.0.0.0', 8);
privateRanges.addSubnet('172.16.0.0', 12);
privateRanges.addSubnet('192.168.0.0', 16);
privateRanges.addSubnet('169.254.0.0', 16);
privateRanges.addSubnet('fc00::', 7, 'ipv6');

/** Whether an address can be of the own premises alone; link-local IPv6 is useless without its card. */
export function isPrivate(address: string): boolean {
  if (isIPv4(address)) return privateRanges.check(address);
  return isIPv6(address) && privateRanges.check(address, 'ipv6');
}
