import { execFileSync } from 'node:child_process';
import { atEnd } from '../at-end.ts';
import { CappedRoom } from './capped-room.ts';

/** What has gone over a network. */
export interface Traffic {
  readonly packets: number;
  readonly bytes: number;
}

/** A network namespace with nothing but loopback, so that what goes over it can be counted. */
export class QuietNet {
  readonly #name = `lanspread-${process.pid}-quiet`;
  #forget = (): void => undefined;

  /** What is not here of what it takes, or undefined. */
  static missing(): string | undefined {
    return CappedRoom.missing();
  }

  /** What goes before a command to run it there. */
  get within(): readonly [string, ...string[]] {
    return ['ip', 'netns', 'exec', this.#name];
  }

  open(): this {
    execFileSync('ip', ['netns', 'add', this.#name]);
    this.#forget = atEnd(() => {
      this.#delete();
    });
    execFileSync('ip', ['-n', this.#name, 'link', 'set', 'lo', 'up']);
    return this;
  }

  /** All that has gone over it so far, both ways. */
  traffic(): Traffic {
    const [command, ...args] = this.within;
    const table = execFileSync(command, [...args, 'cat', '/proc/net/dev'], { encoding: 'utf8' });
    const [bytes = NaN, packets = NaN] = (/^\s*lo:(.*)$/m.exec(table)?.[1] ?? '')
      .trim()
      .split(/\s+/)
      .map(Number);
    return { packets, bytes };
  }

  /** Takes it down; nothing may run in it any more. */
  close(): void {
    this.#forget();
    this.#delete();
  }

  #delete(): void {
    execFileSync('ip', ['netns', 'delete', this.#name]);
  }
}
