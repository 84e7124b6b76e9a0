import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Address } from '../../shared/domain/peer.ts';
import type { Clock } from '../kit/clock.ts';
import { isPrivate } from './hint.ts';
import type { NetworkInterfaces } from './interfaces.ts';

/** A list of this PC's networks is taken for true so long, in milliseconds: a room may ask at once. */
const LOOK_AGAIN_MS = 3_000;

const PARTS = /^(?:\[([\da-f:]+)\]|([\d.]+)):([1-9]\d{0,4})$/i;
const MAX_PORT = 65_535;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

export interface RoomAddressesDeps {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Default: those of this system. */
  readonly interfaces?: () => NetworkInterfaces;
}

/** Tells addresses of this room from those that lead out of it. */
export class RoomAddresses {
  readonly #clock: RoomAddressesDeps['clock'];
  readonly #interfaces: () => NetworkInterfaces;
  #own = new BlockList();
  #lookedAtMs = -Infinity;

  constructor({ clock, interfaces = networkInterfaces }: RoomAddressesDeps) {
    this.#clock = clock;
    this.#interfaces = interfaces;
  }

  /**
   * Whether what peers tell each other may be dialled: it is private, or in a network that this PC
   * is part of; loopback only where the other end is on this PC as well. No names: they would have
   * to be asked for outside.
   */
  isFit(address: Address, otherEnd: Address): boolean {
    const host = hostOf(address);
    if (host === undefined) return false;
    if (isIn(loopback, host)) return isIn(loopback, hostOf(otherEnd) ?? '');
    return isPrivate(host) || isIn(this.#ownNetworks(), host);
  }

  #ownNetworks(): BlockList {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#lookedAtMs < LOOK_AGAIN_MS) return this.#own;
    this.#lookedAtMs = nowMs;
    this.#own = networksOf(this.#interfaces());
    return this.#own;
  }
}

function hostOf(address: Address): string | undefined {
  const [, v6, v4, port] = PARTS.exec(address) ?? [];
  const host = v6 ?? v4 ?? '';
  return isIP(host) !== 0 && Number(port) <= MAX_PORT ? host : undefined;
}

function isIn(list: BlockList, host: string): boolean {
  return isIP(host) !== 0 && list.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}

function networksOf(interfaces: NetworkInterfaces): BlockList {
  const networks = new BlockList();
  for (const { cidr, family } of Object.values(interfaces).flatMap((list = []) => list)) {
    const [network, prefix] = cidr?.split('/') ?? [];
    if (network === undefined || prefix === undefined) continue;
    networks.addSubnet(network, Number(prefix), family === 'IPv6' ? 'ipv6' : 'ipv4');
  }
  return networks;
}
