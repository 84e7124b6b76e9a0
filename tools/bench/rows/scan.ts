import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Peer, type PeerHome } from '../../../e2e/party/peer.ts';
import { writeCatalog } from '../../../fixtures/games/write-catalog.ts';
import { type Figure, figureOf, ratioOf } from '../figures.ts';
import { writeManyFiles } from '../many-files.ts';
import type { Bench, Line, Row } from '../row.ts';

const GAMES = 2_000;
const FILES_EACH = 100;
const BYTES_EACH = 1_024;

/** How long a look at 200,000 files may take, in milliseconds: far more than it does. */
const SCAN_LIMIT_MS = 120_000;
const POLL_MS = 200;
const ASK_MS = 5;

/** A start with a large games folder: the first one, and one that finds everything as it was. */
export const scan: Row = {
  name: 'scan',
  about: 'the first and the second start with 2,000 games of 200,000 files',
  measure: async (bench) => linesOf(await takeTurns(bench)),
};

interface Start {
  readonly readySeconds: number;
  readonly hashedSeconds: number;
  readonly worstStatusMs: number;
}

interface Starts {
  readonly first: Start[];
  readonly second: Start[];
  /** The program's own start, in seconds: the same with no game in the folder. */
  readonly bare: number[];
}

async function takeTurns({ folder, runs, say }: Bench): Promise<Starts> {
  const home = await writeLibrary(folder);
  const bareHome = { ...home, gamesDir: join(folder, 'none'), stateDir: join(folder, 'bare') };
  const starts: Starts = { first: [], second: [], bare: [] };
  // The first turn brings the files into memory; it is not counted.
  for (let turn = 0; turn <= runs; turn += 1) {
    await rm(home.stateDir, { recursive: true, force: true });
    const first = await measuredStart(home);
    const second = await measuredStart(home);
    const bare = await bareStart(bareHome);
    if (turn === 0) continue;
    starts.first.push(first);
    starts.second.push(second);
    starts.bare.push(bare);
    say(`  ${turn}: first ${told(first)}; second ${told(second)}; no games ${bare.toFixed(2)} s`);
  }
  return starts;
}

async function writeLibrary(folder: string): Promise<PeerHome> {
  const home = {
    ...{ name: 'player', catalog: join(folder, 'catalog.json') },
    ...{ gamesDir: join(folder, 'games'), stateDir: join(folder, 'state') },
  };
  await mkdir(home.gamesDir, { recursive: true });
  const ids = Array.from({ length: GAMES }, (_, index) => `game-${index}`);
  await writeCatalog(home.catalog, ids);
  for (const id of ids) {
    writeManyFiles(home.gamesDir, id, { files: FILES_EACH - 1, bytesEach: BYTES_EACH });
  }
  return home;
}

async function measuredStart(home: PeerHome): Promise<Start> {
  const start = performance.now();
  const secondsNow = (): number => (performance.now() - start) / 1_000;
  const peer = new Peer(home, []);
  try {
    const ready = peer.waitFor('local-peer-ready', undefined, SCAN_LIMIT_MS).then(secondsNow);
    const worstStatusMs = await worstStatus(peer, ready);
    const readySeconds = await ready;
    await untilAllHashed(peer);
    const hashedSeconds = secondsNow();
    await peer.shutdown();
    return { readySeconds, hashedSeconds, worstStatusMs };
  } finally {
    await peer.kill();
  }
}

async function bareStart(home: PeerHome): Promise<number> {
  const start = performance.now();
  const peer = new Peer(home, []);
  try {
    await peer.waitFor('local-peer-ready');
    const seconds = (performance.now() - start) / 1_000;
    await peer.shutdown();
    return seconds;
  } finally {
    await peer.kill();
  }
}

// Asked one after the other until the scan is over; the first answer waits for the program itself.
async function worstStatus(peer: Peer, over: Promise<unknown>): Promise<number> {
  const state = { isOver: false };
  const end = over.finally(() => {
    state.isOver = true;
  });
  await peer.attempt('status');
  let worst = 0;
  while (!state.isOver) {
    const asked = performance.now();
    await peer.attempt('status');
    worst = Math.max(worst, performance.now() - asked);
    await delay(ASK_MS);
  }
  await end;
  return worst;
}

async function untilAllHashed(peer: Peer): Promise<void> {
  const signal = AbortSignal.timeout(SCAN_LIMIT_MS);
  for (;;) {
    const { games } = await peer.run('list-games');
    if (games.length === GAMES && games.every((game) => game.hashed)) return;
    signal.throwIfAborted();
    await delay(POLL_MS);
  }
}

function linesOf({ bare, first, second }: Starts): readonly Line[] {
  const line = (what: string, unit: string, target: string, figure: Figure): Line => {
    return { what, unit, target, figure };
  };
  const ready = (starts: readonly Start[]) => starts.map((start) => start.readySeconds);
  const hashed = (starts: readonly Start[]) => starts.map((start) => start.hashedSeconds);
  // What a start takes because of the games, until all of them are hashed.
  const ofGames = (starts: readonly Start[]) =>
    hashed(starts).map((seconds, turn) => seconds - (bare[turn] ?? NaN));
  const status = [...first, ...second].map((start) => start.worstStatusMs);
  return [
    line('first start, until listed, 200,000 files', 's', '', figureOf(ready(first))),
    line('first start, until hashed', 's', '', figureOf(hashed(first))),
    line('second start, until listed and hashed', 's', '', figureOf(hashed(second))),
    line('start with no games', 's', '', figureOf(bare)),
    line('second start against the first', 'times', '', ratioOf(hashed(second), hashed(first))),
    line(
      'second scan against the first, a start with no games taken off both',
      'times',
      'at most 0.1',
      ratioOf(ofGames(second), ofGames(first)),
    ),
    line('slowest `status` during a scan', 'ms', 'under 100', figureOf(status)),
  ];
}

function told({ hashedSeconds, readySeconds, worstStatusMs }: Start): string {
  return `listed ${readySeconds.toFixed(2)} s, hashed ${hashedSeconds.toFixed(2)} s, status ${worstStatusMs.toFixed(0)} ms`;
}
