import type { Writable } from 'node:stream';
import type { EngineEvent } from '../../shared/events.ts';
import type { Reply } from '../../shared/reply.ts';
import type { Clock } from '../kit/clock.ts';
import { escapeUnprintable } from '../kit/unprintable.ts';
import { toSnakeCase } from './case.ts';
import type { Request } from './parse-line.ts';
import { ProgressLimit } from './progress-limit.ts';

/** Prints events and results, one JSON object a line, of which no terminal obeys a letter. */
export class Printer {
  readonly #out: Writable;
  readonly #clock: Clock;
  readonly #progress: ProgressLimit;
  #isHeld = false;

  constructor(out: Writable, clock: Clock) {
    this.#out = out;
    this.#clock = clock;
    this.#progress = new ProgressLimit(() => clock.monotonicMs());
  }

  event(event: EngineEvent): void {
    if (!this.#progress.allows(event)) return;
    const { type, ...details } = event;
    this.named(type, details);
  }

  /** An event by name; for what the engine does not know of, like `cli-started`. */
  named(name: string, details: object): void {
    const time = new Date(this.#clock.nowMs()).toISOString();
    this.#line({ type: 'event', event: name, time, data: toSnakeCase(details) });
  }

  result({ id, cmd }: Pick<Request, 'id' | 'cmd'>, reply: Reply<unknown>): void {
    const head = { type: 'result', id: id ?? null, cmd: cmd ?? null };
    this.#line(
      reply.ok
        ? { ...head, ok: true, data: toSnakeCase(reply.data ?? {}) }
        : { ...head, ok: false, error: reply.error },
    );
  }

  #line(value: object): void {
    this.#hold();
    this.#out.write(`${escapeUnprintable(JSON.stringify(value))}\n`);
  }

  // What happens in one go is written in one go: a download of small files tells of a thousand at once.
  #hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#out.cork();
    process.nextTick(() => {
      this.#isHeld = false;
      this.#out.uncork();
    });
  }
}
