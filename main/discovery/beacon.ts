import type { Clock } from '../kit/clock.ts';
import type { Announcement } from './announcement.ts';
import { BeaconPace } from './beacon-pace.ts';
import { beaconPacket, parseBeacon } from './beacon-packet.ts';
import { type BeaconSocket, openBroadcastSocket } from './beacon-sockets.ts';
import type { Hint } from './hint.ts';

/** Where beacons are sent to and heard, beside the port where peers listen. */
export const BEACON_PORT = 41_642;

/** After an error a new socket is tried, in milliseconds. */
const RETRY_MS = 30_000;

export interface BeaconDeps {
  readonly announcement: Announcement;
  /** Where to send it: the broadcast address of each network to be heard on. */
  readonly targets: readonly string[];
  readonly clock: Clock;
  readonly onHint: (hint: Hint) => void;
}

/**
 * Tells the room by broadcast that this peer is there, and hears others: for networks that drop
 * multicast. Where it can't be used nobody is told, as mDNS says by itself what is wrong.
 */
export class Beacon {
  readonly #deps: BeaconDeps;
  readonly #openSocket: () => BeaconSocket;
  readonly #packet: Buffer;
  readonly #pace = new BeaconPace();

  // Undefined before the start, after the stop, and between an error and the next try.
  #socket: BeaconSocket | undefined;
  #cancelNext: (() => void) | undefined;
  #retryAtMs = 0;

  constructor(deps: BeaconDeps, openSocket: () => BeaconSocket = openBroadcastSocket) {
    this.#deps = deps;
    this.#openSocket = openSocket;
    this.#packet = beaconPacket(deps.announcement);
  }

  start(): void {
    const socket = this.#openSocket();
    this.#socket = socket;
    socket.on('error', () => {
      this.#giveUp(socket);
    });
    socket.on('message', (packet, { address }) => {
      this.#hear(packet, address);
    });
    socket.bind(BEACON_PORT, () => {
      if (socket === this.#socket) this.#send(socket);
    });
  }

  stop(): void {
    this.#cancelNext?.();
    const socket = this.#socket;
    this.#socket = undefined;
    this.#retryAtMs = Infinity;
    if (socket !== undefined) close(socket);
  }

  /** Tries a new socket where it is time for that. Call it every few seconds. */
  tick(): void {
    if (this.#socket !== undefined) return;
    if (this.#deps.clock.monotonicMs() >= this.#retryAtMs) this.start();
  }

  #send(socket: BeaconSocket): void {
    const { clock, targets } = this.#deps;
    for (const target of targets) {
      // One network that can't be reached says nothing of the others.
      socket.send(this.#packet, BEACON_PORT, target, () => undefined);
    }
    const pauseMs = this.#pace.pauseAfterSending(clock.monotonicMs());
    this.#cancelNext = clock.after(pauseMs, () => {
      this.#send(socket);
    });
  }

  #hear(packet: Uint8Array, source: string): void {
    const nowMs = this.#deps.clock.monotonicMs();
    if (!this.#pace.mayRead(nowMs)) return;
    const hint = parseBeacon(packet, source);
    if (hint === undefined) return;
    this.#pace.heard(hint.peerId, nowMs);
    this.#deps.onHint(hint);
  }

  #giveUp(socket: BeaconSocket): void {
    if (socket !== this.#socket) return;
    this.stop();
    this.#retryAtMs = this.#deps.clock.monotonicMs() + RETRY_MS;
  }
}

function close(socket: BeaconSocket): void {
  try {
    socket.close();
  } catch {
    // It never opened.
  }
}
