import type { Address } from '../../shared/domain/peer.ts';

/** The port where a peer listens unless told otherwise, and that an address without one means. */
export const DEFAULT_PORT = 41_641;

/** An address in its parts; an IPv6 host has no brackets here. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

const MAX_HOST_LENGTH = 253;
const MAX_PORT = 65_535;
const BRACKETED = /^\[([0-9a-f:.]+(?:%[\w.-]+)?)\](?::(\d{1,5}))?$/i;
const PLAIN = /^([\w.-]+)(?::(\d{1,5}))?$/;
const BARE_IPV6 = /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*(?:%[\w.-]+)?$/i;
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The host and port that `text` names, or undefined; without a port it is `DEFAULT_PORT`. */
export function parseAddress(text: string): HostPort | undefined {
  const trimmed = text.trim();
  if (BARE_IPV6.test(trimmed)) return { host: trimmed, port: DEFAULT_PORT };
  const [, host, digits] = BRACKETED.exec(trimmed) ?? PLAIN.exec(trimmed) ?? [];
  if (host === undefined || host.length > MAX_HOST_LENGTH) return undefined;
  const port = digits === undefined ? DEFAULT_PORT : Number(digits);
  return port <= MAX_PORT ? { host, port } : undefined;
}

/** `host:port`, an IPv6 host in brackets, an IPv4 host in IPv6's clothes as IPv4. */
export function printAddress({ host, port }: HostPort): Address {
  const plain = plainHost(host);
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`;
}

/** A host as it is, an IPv4 host in IPv6's clothes as IPv4. */
export function plainHost(host: string): string {
  return MAPPED_IPV4.exec(host)?.[1] ?? host;
}
