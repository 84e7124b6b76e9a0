import { createSocket } from 'node:dgram';
import type { EventEmitter } from 'node:events';
import type { Clock } from '../kit/clock.ts';
import type { Announcement } from './announcement.ts';
import { announce, openBonjour, type Bonjour } from './bonjour.ts';
import type { Hint } from './hint.ts';
import { PeerBrowser } from './peer-browser.ts';
import { isSystemError, problemMessage } from './problem.ts';

export interface MdnsBindingDeps {
  /** The interface's IPv4 address. */
  readonly address: string;
  readonly announcement: Announcement;
  readonly clock: Clock;
  readonly onHint: (hint: Hint) => void;
  readonly onProblem: (message: string) => void;
}

/** After an error a new socket is tried, in milliseconds. */
const RETRY_MS = 30_000;

/** Longest wait for the goodbye to leave, in milliseconds. */
const GOODBYE_MS = 500;

/** Announces a peer on one interface, and tells of those that announce themselves there. */
export class MdnsBinding {
  readonly #deps: MdnsBindingDeps;
  readonly #openSocket: () => EventEmitter;
  readonly #browser: PeerBrowser;

  // Undefined before the start, after the stop, and between an error and the next try.
  #bonjour: Bonjour | undefined;
  #retryAtMs = 0;

  constructor(deps: MdnsBindingDeps, openSocket: () => EventEmitter = openMulticastSocket) {
    this.#deps = deps;
    this.#openSocket = openSocket;
    this.#browser = new PeerBrowser(deps.clock, deps.onHint);
  }

  start(): void {
    this.#bonjour = openBonjour({
      address: this.#deps.address,
      socket: this.#openSocket(),
      onBroken: (error) => {
        this.#giveUp(error);
      },
      onWarning: (error) => {
        if (isSystemError(error)) this.#tell(error);
      },
    });
    announce(this.#bonjour, this.#deps.announcement);
    this.#browser.ask(this.#bonjour);
  }

  /** Says goodbye and closes, within half a second. */
  async stop(): Promise<void> {
    const bonjour = this.#bonjour;
    this.#bonjour = undefined;
    this.#browser.stop();
    if (bonjour === undefined) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#deps.clock.after(GOODBYE_MS, () => {
        close(bonjour);
        resolve();
      });
      bonjour.unpublishAll(() => {
        close(bonjour, () => {
          cancel();
          resolve();
        });
      });
    });
  }

  /** Asks the room anew, or tries a new socket, where it is time for that. Call it every few seconds. */
  tick(): void {
    if (this.#bonjour !== undefined) {
      if (this.#browser.isDue()) this.#browser.ask(this.#bonjour);
    } else if (this.#deps.clock.monotonicMs() >= this.#retryAtMs) {
      this.start();
    }
  }

  #giveUp(error: unknown): void {
    const bonjour = this.#bonjour;
    this.#bonjour = undefined;
    this.#browser.stop();
    this.#retryAtMs = this.#deps.clock.monotonicMs() + RETRY_MS;
    if (bonjour !== undefined) close(bonjour);
    this.#tell(error);
  }

  #tell(error: unknown): void {
    this.#deps.onProblem(problemMessage(this.#deps.address, error));
  }
}

function close(bonjour: Bonjour, onClosed?: () => void): void {
  try {
    bonjour.destroy(onClosed);
  } catch {
    // A socket that never opened can't be closed, and has nothing to wait for.
    onClosed?.();
  }
}

function openMulticastSocket(): EventEmitter {
  return createSocket({ type: 'udp4', reuseAddr: true });
}
