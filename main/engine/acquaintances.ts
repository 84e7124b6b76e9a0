import type { PeerId } from '../../shared/domain/ids.ts';
import type { Address } from '../../shared/domain/peer.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { Clock } from '../kit/clock.ts';
import type { PeerTable } from '../store/store.ts';
import type { Connections } from './connections.ts';

/** How often to see whether somebody is missing, in milliseconds; the dials have pauses of their own. */
const LOOK_MS = 1_000;

/** Those met last are looked for: each costs a dial a minute where nobody is there. */
export const MAX_LOOKED_FOR = 32;

/** Last addresses that are kept of one peer. */
const MAX_ADDRESSES = 4;

export interface AcquaintancesDeps {
  readonly peers: PeerTable;
  readonly connections: Pick<Connections, 'hint'>;
  readonly isConnected: (peerId: PeerId) => boolean;
  readonly clock: Clock;
}

/** Peers met before: remembered, and dialled where they were last while they are missing. */
export class Acquaintances {
  readonly #deps: AcquaintancesDeps;
  // The one met last comes last.
  readonly #lookedFor = new Map<PeerId, readonly Address[]>();
  #cancelLook: (() => void) | undefined;

  constructor(deps: AcquaintancesDeps) {
    this.#deps = deps;
  }

  /** Remembers whom it meets and looks for those met before, or does neither. */
  look(isOn: boolean): void {
    this.#cancelLook?.();
    this.#cancelLook = undefined;
    this.#lookedFor.clear();
    if (!isOn) return;
    const latest = this.#deps.peers.all().slice(0, MAX_LOOKED_FOR);
    for (const { peerId, addresses } of latest.toReversed()) {
      this.#lookedFor.set(peerId, addresses);
    }
    this.#lookAround();
  }

  /** Takes note of who comes and goes. */
  follow(event: EngineEvent): void {
    if (this.#cancelLook === undefined) return;
    if (event.type === 'peer-connected') this.#met(event);
    // Whoever has said goodbye wanted to go, and comes back by itself.
    if (event.type === 'peer-lost' && event.reason === 'goodbye') {
      this.#lookedFor.delete(event.peerId);
    }
  }

  #met({ peerId, name, address }: Extract<EngineEvent, { type: 'peer-connected' }>): void {
    const known = this.#lookedFor.get(peerId) ?? [];
    const addresses = [...new Set([address, ...known])].slice(0, MAX_ADDRESSES);
    this.#deps.peers.put({ peerId, name, addresses });
    this.#lookedFor.delete(peerId);
    this.#lookedFor.set(peerId, addresses);
    const [longestAgo] = this.#lookedFor.keys();
    if (longestAgo !== undefined && this.#lookedFor.size > MAX_LOOKED_FOR) {
      this.#lookedFor.delete(longestAgo);
    }
  }

  #lookAround(): void {
    const { clock, connections, isConnected } = this.#deps;
    this.#cancelLook = clock.after(LOOK_MS, () => {
      this.#lookAround();
    });
    for (const [peerId, addresses] of [...this.#lookedFor].toReversed()) {
      if (!isConnected(peerId)) void connections.hint(peerId, addresses);
    }
  }
}
