import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Peer } from '../../../e2e/party/peer.ts';
import { type Figure, figureOf } from '../figures.ts';
import { CappedParty, secondsUntilAllHave, whileBusy } from '../net/capped-party.ts';
import { CappedRoom } from '../net/capped-room.ts';
import type { Bench, Line, Row } from '../row.ts';
import { GAME, writeLargeGame } from '../sources.ts';

const MEGABIT = 1_000_000;
const MAX_BYTES = 512 * 1024 * 1024;

/** How many want the game at once, and the links of all of them in Mbit/s. */
const CURVE = [
  { newcomers: 1, link: 200 },
  { newcomers: 2, link: 200 },
  { newcomers: 4, link: 200 },
  { newcomers: 8, link: 200 },
  // All of them run on this one machine, whose cores would be the limit at the full rate.
  { newcomers: 8, link: 100 },
  { newcomers: 16, link: 50 },
] as const;

type Point = (typeof CURVE)[number];

/** One PC has it, many want it at once: how long until the last has it (S21). */
export const swarm: Row = {
  name: 'swarm',
  about: '1 holder, 1 to 16 newcomers on capped links, until the last has it',
  measure,
};

async function measure(bench: Bench): Promise<readonly Line[]> {
  const missing = CappedRoom.missing();
  if (missing) {
    bench.missing(`the swarm, which takes ${missing}`);
    return [];
  }
  const bytes = Math.min(bench.bytes, MAX_BYTES);
  const game = await writeLargeGame(join(bench.folder, 'holder'), bytes);
  const lines: Line[] = [];
  for (const point of CURVE) {
    const ratios: number[] = [];
    for (let run = 1; run <= bench.runs; run += 1) {
      ratios.push(await oneRun(bench, point, { ...game, bytes }));
    }
    lines.push(lineOf(point, figureOf(ratios)));
  }
  return lines;
}

async function oneRun(
  { folder, say }: Bench,
  { newcomers, link }: Point,
  game: { readonly gamesDir: string; readonly catalog: string; readonly bytes: number },
): Promise<number> {
  const place = await mkdtemp(join(folder, 'run-'));
  const party = await new CappedParty(place, game.catalog).open();
  try {
    const holder = await party.start(link * MEGABIT, game.gamesDir);
    const all: Peer[] = [];
    for (let number = 1; number <= newcomers; number += 1) {
      const newcomer = await party.start(link * MEGABIT);
      for (const { address } of [holder, ...all]) await newcomer.run('connect', { address });
      all.push(newcomer);
    }
    const { result: seconds, busy } = await whileBusy(() => secondsUntilAllHave(all, GAME));
    const ratio = seconds / ((game.bytes * 8) / (link * MEGABIT));
    say(
      `  ${newcomers} at ${link} Mbit/s: ${seconds.toFixed(1)} s, ${ratio.toFixed(2)} times ideal, cores busy to ${(busy * 100).toFixed(0)} %, holder gave ${givenBy(holder, all, game.bytes).toFixed(2)} times`,
    );
    return ratio;
  } finally {
    await party.close();
    await rm(place, { recursive: true, force: true });
  }
}

function lineOf({ newcomers, link }: Point, figure: Figure): Line {
  const target = newcomers === 8 ? 'at most 1.5' : '';
  const what = `swarm: last of ${newcomers}, ${link} Mbit/s links, over payload / link rate`;
  return { what, figure, unit: 'times', target };
}

// How often each byte left the holder: once is the least.
function givenBy(holder: Peer, all: readonly Peer[], bytes: number): number {
  const sources = all.flatMap((peer) =>
    peer.eventsOf('download-finished').flatMap(({ sources }) => sources),
  );
  const given = sources.filter(({ peer_id }) => peer_id === holder.peerId);
  return given.reduce((sum, source) => sum + source.bytes, 0) / bytes;
}
