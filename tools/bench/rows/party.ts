import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Peer } from '../../../e2e/party/peer.ts';
import { BUILT, builtWithin } from '../../../e2e/party/program.ts';
import { writeCatalog } from '../../../fixtures/games/write-catalog.ts';
import { StartedCrowd } from '../crowd/started-crowd.ts';
import { type Figure, figureOf } from '../figures.ts';
import { residentMegabytes } from '../measured-peer.ts';
import { QuietNet } from '../net/quiet-net.ts';
import type { Bench, Line, Row } from '../row.ts';

/** How many others are in the room. */
const CURVE = [25, 50, 100, 200] as const;
const GAMES_EACH = 300;
const CATALOG_GAMES = 2_000;

/** All of them are known long before this, in milliseconds. */
const KNOWN_LIMIT_MS = 90_000;
/** Memory is looked at so long after the list is complete, and idleness so long after that: three pings. */
const SETTLED_MS = 1_000;
const IDLE_MS = 15_000;
const MINUTE_MS = 60_000;

/** What one PC bears of a room full of others. */
export const party: Row = {
  name: 'party',
  about: 'one PC in a room of 25 to 200 others with 300 games each',
  measure,
};

interface Visit {
  readonly completeMs: number;
  /** NaN with nobody in the room: it is what the rest is held against. */
  readonly megabytes: number;
  readonly idle: { readonly packets: number; readonly bytes: number } | undefined;
}

interface Room {
  readonly folder: string;
  readonly catalog: string;
  readonly net: QuietNet | undefined;
}

async function measure(bench: Bench): Promise<readonly Line[]> {
  const missing = QuietNet.missing();
  if (missing) bench.missing(`idle traffic of the party, which takes ${missing}`);
  const net = missing ? undefined : new QuietNet().open();
  try {
    const room = { folder: bench.folder, catalog: join(bench.folder, 'catalog.json'), net };
    const ids = Array.from({ length: CATALOG_GAMES }, (_, index) => `game-${index}`);
    await writeCatalog(room.catalog, ids);
    const alone = await visit(room, [], false);
    const lines: Line[] = [];
    for (const peers of CURVE) lines.push(...(await measurePoint(bench, room, peers, alone)));
    return lines;
  } finally {
    net?.close();
  }
}

async function measurePoint(
  { runs, say }: Bench,
  room: Room,
  peers: number,
  alone: Visit,
): Promise<readonly Line[]> {
  const size = { peers, games: GAMES_EACH, catalogGames: CATALOG_GAMES };
  const crowd = await StartedCrowd.start(size, room.net?.within ?? []);
  const visits: Visit[] = [];
  try {
    for (let run = 1; run <= runs; run += 1) {
      // Pings come at their own time: one look is enough, and the longest part of it.
      visits.push(await visit(room, crowd.addresses, run === 1));
      say(`  ${peers} others, ${run}: ${told(visits.at(-1), alone, peers)}`);
    }
  } finally {
    await crowd.stop();
  }
  return linesOf(peers, visits, alone);
}

async function visit(room: Room, others: readonly string[], isIdle: boolean): Promise<Visit> {
  const folder = join(room.folder, 'player');
  await mkdir(folder, { recursive: true });
  const home = {
    ...{ name: 'player', catalog: room.catalog },
    ...{ gamesDir: join(folder, 'games'), stateDir: join(folder, 'state') },
  };
  const flags = others.flatMap((address) => ['--connect', address]);
  const runtime = room.net ? builtWithin(room.net.within) : BUILT;
  const peer = new Peer(home, flags, runtime);
  try {
    await peer.waitFor('local-peer-ready');
    const completeMs = await untilComplete(peer, others.length);
    await delay(SETTLED_MS);
    const megabytes = await residentMegabytes(peer.program.pid ?? 0);
    const idle = isIdle && room.net ? await idleTraffic(room.net) : undefined;
    await peer.shutdown();
    return { completeMs, megabytes, idle };
  } finally {
    await peer.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

// By the program's own clock: from its first dial to the last library.
async function untilComplete(peer: Peer, others: number): Promise<number> {
  const timeout_ms = KNOWN_LIMIT_MS;
  // The result of a command is waited for a minute, which is more than this takes.
  await peer.run('wait-peers', { count: others, timeout_ms });
  const ready = peer.lines.find(
    (line) => line.type === 'event' && line.event === 'local-peer-ready',
  );
  const known = peer.timesOf('remote-library-changed', () => undefined);
  const last = Math.max(...known.map(({ ms }) => ms));
  const first = ready?.type === 'event' ? Date.parse(ready.time) : NaN;
  return others === 0 ? NaN : last - first;
}

async function idleTraffic(net: QuietNet): Promise<Visit['idle']> {
  const before = net.traffic();
  await delay(IDLE_MS);
  const after = net.traffic();
  const aMinute = MINUTE_MS / IDLE_MS;
  return {
    packets: (after.packets - before.packets) * aMinute,
    bytes: (after.bytes - before.bytes) * aMinute,
  };
}

function linesOf(peers: number, visits: readonly Visit[], alone: Visit): readonly Line[] {
  const line = (what: string, unit: string, figure: Figure): Line => {
    return { what: `party, ${peers} others: ${what}`, unit, figure, target: '' };
  };
  const idle = visits.flatMap((one) => (one.idle ? [one.idle] : []));
  const memory = visits.map(({ megabytes }) => megabytes - alone.megabytes);
  const lines = [
    line('list complete', 'ms', figureOf(visits.map(({ completeMs }) => completeMs))),
    line('memory for each', 'kB', figureOf(memory.map((megabytes) => (megabytes * 1_000) / peers))),
  ];
  if (idle.length === 0) return lines;
  return [
    ...lines,
    line('idle, packets a minute for each', '', figureOf(idle.map((one) => one.packets / peers))),
    line('idle, bytes a minute for each', 'B', figureOf(idle.map((one) => one.bytes / peers))),
  ];
}

function told(visit: Visit | undefined, alone: Visit, peers: number): string {
  if (!visit) return '-';
  const { completeMs, idle, megabytes } = visit;
  const each = ((megabytes - alone.megabytes) * 1_000) / peers;
  const traffic = idle ? `, ${(idle.packets / peers).toFixed(0)} packets a minute each` : '';
  return `complete after ${completeMs.toFixed(0)} ms, ${each.toFixed(0)} kB each${traffic}`;
}
