import type { Clock } from '../kit/clock.ts';
import { SERVICE_TYPE } from './announcement.ts';
import type { Bonjour, Browser } from './bonjour.ts';
import { parseHint, type Hint } from './hint.ts';

/** Most services one browser may know: each packet is compared with all of them. */
const MAX_SERVICES = 256;

/** A peer asks the room anew at most this often, in milliseconds … */
const MIN_REFRESH_MS = 30_000;

/** … and more seldom the more there are: all answer and all hear it, so the cost grows with their square. */
const REFRESH_MS_PER_PAIR = 2_400;

/** Asks who is there and tells each answer; asking again forgets, so who still answers is told again. */
export class PeerBrowser {
  readonly #clock: Clock;
  readonly #onHint: (hint: Hint) => void;

  #browser: Browser | undefined;
  #askedAtMs = 0;
  #heard = 0;

  constructor(clock: Clock, onHint: (hint: Hint) => void) {
    this.#clock = clock;
    this.#onHint = onHint;
  }

  ask(bonjour: Bonjour): void {
    this.stop();
    this.#heard = 0;
    this.#askedAtMs = this.#clock.monotonicMs();
    const hear = (service: unknown): void => {
      this.#hear(service);
    };
    // A goodbye is not listened to: anyone can send one for anyone.
    this.#browser = bonjour.find({ type: SERVICE_TYPE }, hear);
    this.#browser.on('srv-update', hear);
    this.#browser.on('txt-update', hear);
  }

  stop(): void {
    this.#browser?.stop();
  }

  /** Whether it is time to ask again. */
  isDue(): boolean {
    return this.#clock.monotonicMs() >= this.#askedAtMs + refreshMs(this.#heard);
  }

  #hear(service: unknown): void {
    this.#heard += 1;
    if (this.#heard >= MAX_SERVICES) this.stop();
    const hint = parseHint(service);
    if (hint !== undefined) this.#onHint(hint);
  }
}

/** How long one question lasts where so many services answered; no time at all once it is full. */
export function refreshMs(heard: number): number {
  if (heard >= MAX_SERVICES) return 0;
  return Math.max(MIN_REFRESH_MS, heard ** 2 * REFRESH_MS_PER_PAIR);
}
