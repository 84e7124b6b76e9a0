import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, inject } from 'vitest';
import { linkTree } from '../../fixtures/games/link-tree.ts';
import { type GameCopy, writeGame } from '../../fixtures/games/write-game.ts';
import { complaintsOf } from '../../fixtures/loop/loop-watch.ts';
import { type FixturePeer } from '../../fixtures/parties/write-peer.ts';
import { expectCleanOutput } from './clean-output.ts';
import { Peer, type PeerHome } from './peer.ts';
import { Program, type Runtime } from './program.ts';
import { longestIn, watchAnew, watched } from './watched.ts';

/** What a peer has at start: all games of a fixture peer, one of them, or a copy made for the test. */
export type Games = FixturePeer | `${FixturePeer}/${string}` | GameCopy;

/** What a test wants of a peer; without `games` its folder is empty. */
export interface PeerWish {
  readonly name: string;
  readonly games?: readonly Games[];
  /** Default: the catalog of the fixture games. */
  readonly catalog?: string;
  readonly flags?: readonly string[];
  /** Default: what is built, on Node. */
  readonly runtime?: Runtime;
  /** Longest wait until it is ready, in milliseconds; more where many start on one PC. */
  readonly limitMs?: number;
}

interface Launch {
  readonly flags?: readonly string[];
  readonly runtime?: Runtime | undefined;
  readonly limitMs?: number;
}

/** How a party is held. */
interface Rules {
  /**
   * Somebody does their worst: from when a peer is ready none of its loops is held up (but of one with
   * a `runtime` of its own that is not watched), and nothing that comes fills its log.
   */
  readonly isHostile?: boolean;
}

/** The peers of one test. They are ended, and their folders deleted, when the test is over. */
export class Party {
  readonly #programs: Program[] = [];
  readonly #rules: Rules;
  readonly #reports: string[] = [];
  #dir: Promise<string> | undefined;
  #reportsDir: Promise<string> | undefined;

  constructor(rules: Rules = {}) {
    this.#rules = rules;
  }

  /** Gives a peer its folders and starts it; resolves once it is ready. */
  async start({ name, games = [], catalog, ...how }: PeerWish): Promise<Peer> {
    const home = await this.home(name, catalog);
    for (const wanted of games) await putGames(home.gamesDir, wanted);
    return this.#launch(home, how);
  }

  /** Starts a process on folders that are there already. */
  async launch(home: PeerHome, flags: readonly string[] = [], runtime?: Runtime): Promise<Peer> {
    return this.#launch(home, { flags, runtime });
  }

  /** Puts a game into a peer's folder, behind its back. */
  give(peer: Peer, games: Games): Promise<void> {
    return putGames(peer.home.gamesDir, games);
  }

  /** Folders for a peer, not made yet. */
  async home(name: string, catalog = fixtureCatalog()): Promise<PeerHome> {
    const dir = join(await this.folder(), name);
    return { name, gamesDir: join(dir, 'games'), stateDir: join(dir, 'state'), catalog };
  }

  /** Starts the program with arguments of one's own, for what no running peer shows. */
  program(args: readonly string[], runtime?: Runtime): Program {
    const program = new Program('program', args, runtime);
    this.#programs.push(program);
    return program;
  }

  /** A folder of this test alone. */
  folder(): Promise<string> {
    this.#dir ??= mkdtemp(join(tmpdir(), 'lanspread-e2e-'));
    return this.#dir;
  }

  async #launch(home: PeerHome, { flags = [], runtime, limitMs }: Launch): Promise<Peer> {
    const isWatched = this.#rules.isHostile === true && runtime === undefined;
    const report = isWatched ? await this.#aReport() : undefined;
    const peer = new Peer(home, flags, report === undefined ? runtime : watched(report));
    this.#programs.push(peer.program);
    await peer.waitFor('local-peer-ready', () => true, limitMs);
    if (report !== undefined) {
      this.#reports.push(report);
      watchAnew(peer.program);
    }
    return peer;
  }

  // Beside the folder of the test, which may look at all that lies there.
  async #aReport(): Promise<string> {
    this.#reportsDir ??= mkdtemp(join(tmpdir(), 'lanspread-loops-'));
    return join(await this.#reportsDir, `${this.#programs.length}.json`);
  }

  /** Ends every process that still runs and deletes every folder. */
  async end(): Promise<void> {
    const programs = this.#programs.splice(0);
    await Promise.all(programs.map((program) => program.kill('SIGKILL')));
    const longest = await Promise.all(this.#reports.splice(0).map(longestIn));
    for (const dir of [this.#dir, this.#reportsDir]) {
      if (dir) await rm(await dir, { recursive: true });
    }
    this.#dir = this.#reportsDir = undefined;
    for (const program of programs) {
      expectNoBug(program);
      expectCleanOutput(program);
      if (this.#rules.isHostile === true) expect(program.stderr, program.name).toBe('');
    }
    expect(longest.flatMap(complaintsOf)).toEqual([]);
  }

  /** What every process printed last. */
  transcript(): string {
    return this.#programs.map((program) => program.transcript()).join('\n');
  }
}

/** A party for each test of a file; of one that fails it tells what the peers printed. */
export function useParty(rules: Rules = {}): Party {
  const party = new Party(rules);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      process.stderr.write(`${task.name}\n${party.transcript()}\n`);
    }
    await party.end();
  });
  return party;
}

async function putGames(gamesDir: string, games: Games): Promise<void> {
  if (typeof games !== 'string') await writeGame(gamesDir, games);
  else await linkTree(join(inject('fixtures'), games), join(gamesDir, games.split('/')[1] ?? ''));
}

function fixtureCatalog(): string {
  return join(inject('fixtures'), 'catalog.json');
}

// `internal` is a bug wherever it is seen, also in a test that looks for something else.
function expectNoBug(program: Program): void {
  expect(
    program.lines.filter((line) => line.includes('"internal"')),
    program.name,
  ).toEqual([]);
}
