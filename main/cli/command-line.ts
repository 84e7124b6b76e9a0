import type { Readable } from 'node:stream';
import type { CommandHandlers } from '../engine/run-command.ts';
import { runCommand } from '../engine/run-command.ts';
import { type Line, LineSplitter } from './line-splitter.ts';
import { parseLine } from './parse-line.ts';
import type { Printer } from './printer.ts';

/** Commands that may be under way at once; more wait in the pipe, where they take no memory. */
const MAX_UNDER_WAY = 1_000;

export interface CommandLineDeps {
  readonly input: Readable;
  readonly printer: Printer;
  readonly handlers: CommandHandlers;
  readonly onBug: (error: unknown) => void;
}

/** Runs each line as a command, all of them concurrently; each gets exactly one result line. */
export class CommandLine {
  readonly #deps: CommandLineDeps;
  readonly #lines = new LineSplitter();
  readonly #underWay = new Set<Promise<void>>();

  constructor(deps: CommandLineDeps) {
    this.#deps = deps;
  }

  /** Resolves when the input ends; commands may be under way still. */
  async run(): Promise<void> {
    for await (const bytes of this.#deps.input) {
      for (const line of this.#lines.push(bytes as Buffer)) await this.#take(line);
    }
    for (const line of this.#lines.end()) await this.#take(line);
  }

  /** Resolves when every command that was taken has its result. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #take(line: Line): Promise<void> {
    const running = this.#answer(line).finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
    if (this.#underWay.size >= MAX_UNDER_WAY) await Promise.race(this.#underWay);
  }

  async #answer(line: Line): Promise<void> {
    const request = parseLine(line);
    if (!request) return;
    const { handlers, onBug, printer } = this.#deps;
    const reply = request.ok
      ? await runCommand(handlers, request.name, request.params, onBug)
      : { ok: false as const, error: request.error };
    printer.result(request, reply);
  }
}
