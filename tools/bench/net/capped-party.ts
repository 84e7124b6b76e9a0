import { cpus } from 'node:os';
import { join } from 'node:path';
import { Peer } from '../../../e2e/party/peer.ts';
import { builtWithin } from '../../../e2e/party/program.ts';
import { untilHashed } from '../sources.ts';
import { CappedRoom } from './capped-room.ts';

const PORT = 41_641;

/** What a wait for a download may take, in milliseconds: far more than any of these. */
const DOWNLOAD_LIMIT_MS = 600_000;

/** Peers in a room of capped links; all of it ends with `close`. */
export class CappedParty {
  readonly #room = new CappedRoom();
  readonly #folder: string;
  readonly #catalog: string;
  readonly #peers: Peer[] = [];

  /** Peers keep their state, and unless told otherwise their games, below `folder`. */
  constructor(folder: string, catalog: string) {
    this.#folder = folder;
    this.#catalog = catalog;
  }

  async open(): Promise<this> {
    await this.#room.open();
    return this;
  }

  /** Starts a peer on a link of so many bits a second each way; its copies, if any, get hashed. */
  async start(bitsPerSecond: number, gamesDir?: string): Promise<Peer> {
    const { address, within } = await this.#room.plugIn(bitsPerSecond);
    const name = `peer-${this.#peers.length}`;
    const home = {
      name,
      catalog: this.#catalog,
      gamesDir: gamesDir ?? join(this.#folder, name, 'games'),
      stateDir: join(this.#folder, name, 'state'),
    };
    const peer = new Peer(home, ['--listen', `${address}:${PORT}`], builtWithin(within));
    this.#peers.push(peer);
    await untilHashed(peer);
    return peer;
  }

  async close(): Promise<void> {
    for (const peer of this.#peers.splice(0)) await peer.kill();
    await this.#room.close();
  }
}

/** Has peers download a game, all at once; gives the seconds until the last has it. */
export async function secondsUntilAllHave(peers: readonly Peer[], gameId: string): Promise<number> {
  const start = performance.now();
  await Promise.all(
    peers.map(async (peer) => {
      await peer.attempt('download', { game_id: gameId, install: false, wait: false });
      await peer.waitFor('download-finished', undefined, DOWNLOAD_LIMIT_MS);
    }),
  );
  return (performance.now() - start) / 1_000;
}

/** The share of all cores that was at work while something was done, from 0 to 1. */
export async function whileBusy<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly busy: number }> {
  const before = coreTimes();
  const result = await work();
  const after = coreTimes();
  return { result, busy: 1 - (after.idle - before.idle) / (after.all - before.all) };
}

function coreTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((core) => core.times);
  const idle = times.reduce((sum, core) => sum + core.idle, 0);
  const all = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle);
  return { idle, all };
}
