import { once } from 'node:events';
import { join } from 'node:path';
import {
  type CommandName,
  type EventName,
  type EventOf,
  isEvent,
  type Line,
  parseLine,
  parseResult,
  type ResultLine,
  type ResultOf,
} from './contract.ts';
import { type Ending, Program, type Runtime } from './program.ts';

/** Longest wait for an event, unless a test says otherwise, in milliseconds. */
const EVENT_LIMIT_MS = 15_000;

/** Longest wait for the result of a command, in milliseconds. */
const RESULT_LIMIT_MS = 60_000;

/** Where a peer lives; a restart takes the same. */
export interface PeerHome {
  readonly name: string;
  readonly gamesDir: string;
  readonly stateDir: string;
  readonly catalog: string;
}

/** The arguments that start the program on a peer's folders, on loopback and found by nobody. */
export function peerArguments(home: PeerHome): readonly string[] {
  return [
    ...['--listen', '127.0.0.1:0', '--no-discovery'],
    ...['--name', home.name, '--catalog', home.catalog],
    ...['--games-dir', home.gamesDir, '--state-dir', home.stateDir],
  ];
}

/** What a command on a line takes beside its name. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A command that was answered with `ok: false`. */
export class CommandFailed extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'CommandFailed';
    this.code = code;
  }
}

/** A running peer, seen as a script at a party sees it: lines in, lines out. */
export class Peer {
  readonly home: PeerHome;
  readonly program: Program;
  readonly lines: Line[] = [];
  readonly #results = new Map<ResultLine['id'], ResultLine>();
  #nextId = 1;
  #brokenLine: Error | undefined;

  constructor(home: PeerHome, flags: readonly string[], runtime?: Runtime) {
    this.home = home;
    this.program = new Program(home.name, ['--cli', ...peerArguments(home), ...flags], runtime);
    this.program.changes.on('change', () => {
      this.#readLines();
    });
  }

  get peerId(): string {
    return this.#self.peer_id;
  }

  get address(): string {
    return this.#self.address;
  }

  /** A game's folder. */
  folder(gameId: string): string {
    return join(this.home.gamesDir, gameId);
  }

  /** The data of a command's result; rejects with {@link CommandFailed}. */
  async run<Name extends CommandName>(cmd: Name, args: Arguments = {}): Promise<ResultOf<Name>> {
    const result = await this.attempt(cmd, args);
    if (!result.ok) throw new CommandFailed(result.error.code, result.error.message);
    return parseResult(cmd, result.data);
  }

  /** The result of a command, whether it went well or not. */
  attempt(cmd: string, args: Arguments = {}): Promise<ResultLine> {
    const id = `${this.home.name}-${this.#nextId++}`;
    this.program.write(`${JSON.stringify({ id, cmd, ...args })}\n`);
    return this.resultOf(id);
  }

  /** The result that carries an id. */
  resultOf(id: string | number): Promise<ResultLine> {
    return this.#until(() => this.#results.get(id), {
      what: `the result of ${id}`,
      limitMs: RESULT_LIMIT_MS,
    });
  }

  get results(): readonly ResultLine[] {
    return this.lines.filter((line) => line.type === 'result');
  }

  /** What the events of one name told, in order. */
  eventsOf<Name extends EventName>(name: Name): readonly EventOf<Name>[] {
    return this.lines.flatMap((line) => (isEvent(line, name) ? [line.data] : []));
  }

  /** What the events of one name told, and when, in milliseconds of the clock. */
  timesOf<Name extends EventName, Value>(
    name: Name,
    of: (data: EventOf<Name>) => Value,
  ): readonly { readonly ms: number; readonly value: Value }[] {
    return this.lines.flatMap((line) =>
      isEvent(line, name) ? [{ ms: Date.parse(line.time), value: of(line.data) }] : [],
    );
  }

  /** The first event of a name that fits, of those that came and those that are to come. */
  waitFor<Name extends EventName>(
    name: Name,
    fits: (data: EventOf<Name>) => boolean = () => true,
    limitMs = EVENT_LIMIT_MS,
  ): Promise<EventOf<Name>> {
    return this.#until(() => this.eventsOf(name).find(fits), { what: `event ${name}`, limitMs });
  }

  /** Waits until the last event of a name, so far, is one that fits. */
  waitForLast<Name extends EventName>(
    name: Name,
    fits: (data: EventOf<Name>) => boolean,
    limitMs = EVENT_LIMIT_MS,
  ): Promise<EventOf<Name>> {
    return this.#until(() => this.eventsOf(name).slice(-1).find(fits), {
      what: `a last event ${name} that fits`,
      limitMs,
    });
  }

  /** Asks the program to end, and waits until it has. */
  async shutdown(): Promise<Ending> {
    await this.run('shutdown');
    return this.program.ended;
  }

  /** Ends the process as a power cut would. */
  kill(): Promise<Ending> {
    return this.program.kill('SIGKILL');
  }

  get #self(): EventOf<'local-peer-ready'> {
    const [ready] = this.eventsOf('local-peer-ready');
    if (!ready) throw new Error(`${this.home.name} is not ready yet.`);
    return ready;
  }

  #readLines(): void {
    try {
      for (const text of this.program.lines.slice(this.lines.length)) {
        const line = parseLine(text);
        this.lines.push(line);
        if (line.type === 'result') this.#results.set(line.id, line);
      }
    } catch (error) {
      this.#brokenLine ??= error as Error;
    }
  }

  async #until<Found>(
    find: () => Found | undefined,
    { what, limitMs }: { readonly what: string; readonly limitMs: number },
  ): Promise<Found> {
    const signal = AbortSignal.timeout(limitMs);
    for (;;) {
      if (this.#brokenLine) throw this.#brokenLine;
      const found = find();
      if (found !== undefined) return found;
      if (this.program.ending) throw this.#missing(`${what} never came`);
      await once(this.program.changes, 'change', { signal }).catch(() => {
        throw this.#missing(`${what} did not come within ${limitMs} ms`);
      });
    }
  }

  #missing(what: string): Error {
    return new Error(`${this.home.name}: ${what}\n${this.program.transcript()}`);
  }
}
