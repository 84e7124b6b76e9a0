import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import type { Card } from '../../shared/domain/link.ts';
import type { Clock } from '../kit/clock.ts';
import { powershellIn, systemFolder } from '../kit/windows.ts';
import {
  type CardSpeeds,
  speedOnLinux,
  speedOnMac,
  speedsOnWindows,
  WINDOWS_SCRIPT,
} from './card-speed.ts';
import type { NetworkInterfaces } from './interfaces.ts';

/** What a system has told is taken for true so long, in milliseconds: a room may ask at once. */
const ASK_AGAIN_MS = 60_000;

/** Longest wait for a program of the system, in milliseconds. */
const PATIENCE_MS = 10_000;

const execute = promisify(execFile);

/** The system as cards are asked of it; tests pass one of their own. */
export interface CardSystem {
  readonly platform: NodeJS.Platform;
  interfaces(): NetworkInterfaces;
  /** What a program of the system prints; rejects where it can't be run. */
  run(program: string, args: readonly string[]): Promise<string>;
  readFile(path: string): Promise<string>;
}

const thisSystem: CardSystem = {
  platform: process.platform,
  interfaces: networkInterfaces,
  run: async (program, args) => {
    const options = { timeout: PATIENCE_MS, windowsHide: true };
    return (await execute(program, [...args], options)).stdout;
  },
  readFile: (path) => readFile(path, 'utf8'),
};

interface Asked<Answer> {
  readonly atMs: number;
  readonly answer: Promise<Answer>;
}

/** The network cards of this PC, and how fast they are where the system tells. */
export class Cards {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #system: CardSystem;
  // By card; on Windows one for all, as a program has to be started.
  readonly #asked = new Map<string, Asked<CardSpeeds>>();

  constructor(clock: Pick<Clock, 'monotonicMs'>, system: CardSystem = thisSystem) {
    this.#clock = clock;
    this.#system = system;
  }

  /** The card that has an address of this PC; null for loopback and for what is no own address. */
  async at(host: string): Promise<Card | null> {
    const name = cardNameAt(host, this.#system.interfaces());
    if (name === undefined) return null;
    const speeds = await this.#speeds(this.#system.platform === 'win32' ? '' : name);
    return { name, mbit: speeds.get(name) ?? null };
  }

  #speeds(card: string): Promise<CardSpeeds> {
    const nowMs = this.#clock.monotonicMs();
    const before = this.#asked.get(card);
    if (before !== undefined && nowMs - before.atMs < ASK_AGAIN_MS) return before.answer;
    const answer = this.#ask(card).catch((): CardSpeeds => new Map());
    this.#asked.set(card, { atMs: nowMs, answer });
    return answer;
  }

  async #ask(card: string): Promise<CardSpeeds> {
    const { platform } = this.#system;
    if (platform === 'win32') return speedsOnWindows(await this.#askWindows());
    const mbit = platform === 'darwin' ? await this.#askMac(card) : await this.#askLinux(card);
    return new Map(mbit === null ? [] : [[card, mbit]]);
  }

  #askWindows(): Promise<string> {
    return this.#system.run(powershellIn(systemFolder()), [
      '-NoProfile',
      '-NonInteractive',
      '-Command',
      WINDOWS_SCRIPT,
    ]);
  }

  async #askMac(card: string): Promise<number | null> {
    return speedOnMac(await this.#system.run('/sbin/ifconfig', [card]));
  }

  async #askLinux(card: string): Promise<number | null> {
    return speedOnLinux(await this.#system.readFile(`/sys/class/net/${card}/speed`));
  }
}

function cardNameAt(host: string, interfaces: NetworkInterfaces): string | undefined {
  const [bare, zone] = host.split('%');
  const found = Object.entries(interfaces).find(([name, addresses = []]) =>
    addresses.some(({ address, internal, scopeid }) => {
      // Two cards may have one address for their links, and tell them apart by their zones.
      const isHere = zone === undefined || zone === name || zone === String(scopeid);
      return address === bare && isHere && !internal;
    }),
  );
  return found?.[0];
}
