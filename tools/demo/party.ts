import { join } from 'node:path';
import { Peer, type PeerHome } from '../../e2e/party/peer.ts';
import type { Program } from '../../e2e/party/program.ts';
import { linkTree } from '../../fixtures/games/link-tree.ts';
import { type GameCopy, writeGame } from '../../fixtures/games/write-game.ts';
import { shippedCatalogFile } from '../../main/catalog/catalog.ts';

/** Longest wait for a PC that starts, beside others that do, in milliseconds. */
const START_LIMIT_MS = 60_000;

/** Longest wait for a PC that is told to end, in milliseconds. */
const END_LIMIT_MS = 5_000;

/** A PC as it comes to the party. */
export interface DemoPc {
  readonly name: string;
  readonly games: readonly GameCopy[];
  /** Flags of the program beside those that every PC of a demo gets. */
  readonly flags?: readonly string[];
}

/** A private party on loopback: real peers, all below one folder. */
export class DemoParty {
  readonly #folder: string;
  readonly #made = new Map<GameCopy, Promise<string>>();
  readonly #programs: Program[] = [];
  #isOver = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Lets PCs in, all at once; resolves once they are ready to be connected to. */
  async join(pcs: readonly DemoPc[]): Promise<readonly Peer[]> {
    return Promise.all(pcs.map((pc) => this.#join(pc)));
  }

  /** Says goodbye for a PC. Its folders stay. */
  async leave({ program }: Peer): Promise<void> {
    await endProgram(program);
  }

  /** Ends all that were let in, and lets nobody in any more. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#programs.map(endProgram));
  }

  async #join({ name, games, flags = [] }: DemoPc): Promise<Peer> {
    const home = this.#homeOf(name);
    for (const game of games) await linkTree(await this.#make(game), join(home.gamesDir, game.id));
    if (this.#isOver) throw new Error('The party is over.');
    const peer = new Peer(home, flags);
    this.#programs.push(peer.program);
    await peer.waitFor('local-peer-ready', undefined, START_LIMIT_MS);
    return peer;
  }

  #homeOf(name: string): PeerHome {
    const folder = join(this.#folder, name);
    const [gamesDir, stateDir] = [join(folder, 'games'), join(folder, 'state')];
    return { name, gamesDir, stateDir, catalog: shippedCatalogFile() };
  }

  // Each game is written once, however many PCs have it.
  #make(game: GameCopy): Promise<string> {
    const made =
      this.#made.get(game) ?? writeGame(join(this.#folder, 'made', `${this.#made.size}`), game);
    this.#made.set(game, made);
    return made;
  }
}

async function endProgram(program: Program): Promise<void> {
  const limit = setTimeout(() => void program.kill('SIGKILL'), END_LIMIT_MS);
  await program.endInput();
  clearTimeout(limit);
}
