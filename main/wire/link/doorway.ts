import type { WireLimits } from '../limits.ts';

/** Connections in all, and handshakes under way with one address. */
export type DoorwayLimits = Pick<WireLimits, 'connections' | 'handshakesPerAddress'>;

export interface DoorwayDeps<Caller> {
  /** Its turn has come: the handshake may begin. */
  readonly begin: (caller: Caller) => void;
  /** There is no room; it must be cut off. */
  readonly turnAway: (caller: Caller) => void;
}

interface Standing {
  readonly address: string;
  stage: 'waiting' | 'shaking' | 'proven';
}

/**
 * Who may come in: proven callers stay, a few of each address shake hands at a time, the rest waits.
 * When the house is full, the oldest unproven caller of the busiest address makes room, so a flood
 * of silent connections keeps nobody else out; where all are proven, the newest of an address that
 * has taken more than its share, so a crowd of keys does not either.
 */
export class Doorway<Caller> {
  readonly #deps: DoorwayDeps<Caller>;
  readonly #limits: DoorwayLimits;
  // In the order in which they came.
  readonly #callers = new Map<Caller, Standing>();

  constructor(deps: DoorwayDeps<Caller>, limits: DoorwayLimits) {
    this.#deps = deps;
    this.#limits = limits;
  }

  arrive(caller: Caller, address: string): void {
    if (this.#callers.size >= this.#limits.connections && !this.#makeRoomFor(address)) {
      this.#deps.turnAway(caller);
      return;
    }
    this.#callers.set(caller, { address, stage: 'waiting' });
    this.#beginNext(address);
  }

  /** The caller has shown who it is, and no longer counts against its address. */
  prove(caller: Caller): void {
    const standing = this.#callers.get(caller);
    if (standing === undefined) return;
    standing.stage = 'proven';
    this.#beginNext(standing.address);
  }

  leave(caller: Caller): void {
    const standing = this.#callers.get(caller);
    if (standing === undefined) return;
    this.#callers.delete(caller);
    this.#beginNext(standing.address);
  }

  #makeRoomFor(address: string): boolean {
    const caller = this.#oldestUnproven() ?? this.#newestOfCrowd(address);
    if (caller === undefined) return false;
    this.leave(caller);
    this.#deps.turnAway(caller);
    return true;
  }

  #oldestUnproven(): Caller | undefined {
    const unproven = [...this.#callers].filter(([, { stage }]) => stage !== 'proven');
    const crowded = busiest(unproven.map(([, { address }]) => address));
    return unproven.find(([, { address }]) => address === crowded)?.[0];
  }

  // Only where that leaves the crowd no smaller than the newcomer's own.
  #newestOfCrowd(newcomer: string): Caller | undefined {
    const crowded = busiest([...this.#callers.values()].map(({ address }) => address));
    const crowd = [...this.#callers].filter(([, { address }]) => address === crowded);
    const own = [...this.#callers].filter(([, { address }]) => address === newcomer);
    return crowd.length > own.length + 1 ? crowd.at(-1)?.[0] : undefined;
  }

  #beginNext(address: string): void {
    const own = [...this.#callers].filter(([, standing]) => standing.address === address);
    const shaking = own.filter(([, { stage }]) => stage === 'shaking').length;
    const next = own.find(([, { stage }]) => stage === 'waiting');
    if (next === undefined || shaking >= this.#limits.handshakesPerAddress) return;
    next[1].stage = 'shaking';
    this.#deps.begin(next[0]);
  }
}

function busiest(addresses: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const address of addresses) counts.set(address, (counts.get(address) ?? 0) + 1);
  return [...counts].reduce<[string | undefined, number]>(
    (most, next) => (next[1] > most[1] ? next : most),
    [undefined, 0],
  )[0];
}
