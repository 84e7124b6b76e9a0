import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Address } from '../../shared/domain/peer.ts';
import type { Clock } from '../kit/clock.ts';
import { cardRank } from './card-rank.ts';
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

/** On this PC, behind one of its cards by their rank, or behind a router. */
const ON_THIS_PC = -1;
const ELSEWHERE = Infinity;

/** A network that this PC is part of. */
interface OwnNetwork {
  readonly list: BlockList;
  readonly rank: number;
}

/** Tells addresses of this room from those that lead out of it, and near ones from far ones. */
export class RoomAddresses {
  readonly #clock: RoomAddressesDeps['clock'];
  readonly #interfaces: () => NetworkInterfaces;
  #own: readonly OwnNetwork[] = [];
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
    return isPrivate(host) || this.distance(address) !== ELSEWHERE;
  }

  /** The smaller, the faster the way there may be: on this PC, by cable, wireless, through a tunnel, elsewhere. */
  distance(address: Address): number {
    const host = hostOf(address);
    if (host === undefined) return ELSEWHERE;
    if (isIn(loopback, host)) return ON_THIS_PC;
    const ranks = this.#ownNetworks().flatMap(({ list, rank }) => (isIn(list, host) ? [rank] : []));
    return Math.min(ELSEWHERE, ...ranks);
  }

  /** This PC is in another network. */
  networkChanged(): void {
    this.#lookedAtMs = -Infinity;
  }

  #ownNetworks(): readonly OwnNetwork[] {
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

function networksOf(interfaces: NetworkInterfaces): readonly OwnNetwork[] {
  return Object.entries(interfaces).flatMap(([name, infos = []]) =>
    infos.flatMap(({ cidr, family, internal }) => {
      const [network, prefix] = cidr?.split('/') ?? [];
      if (internal || network === undefined || prefix === undefined) return [];
      const list = new BlockList();
      list.addSubnet(network, Number(prefix), family === 'IPv6' ? 'ipv6' : 'ipv4');
      return [{ list, rank: cardRank(name) }];
    }),
  );
}
