import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor } from '../anchors/anchor.ts';
import { nginxToCurl } from '../anchors/from-nginx.ts';
import { figureOf, ratioOf } from '../figures.ts';
import { type Cost, measuredDownload } from '../measured-peer.ts';
import type { Bench, Line, Row } from '../row.ts';
import { GAME, LARGE_FILE, type Sources, startSources } from '../sources.ts';

/** A large game from one PC and from two, against a plain download; and what it costs. */
export const transfer: Row = {
  name: 'transfer',
  about: 'a large game from one and two sources, against nginx to curl',
  measure: async (bench) => linesOf(await measure(bench)),
};

interface Runs {
  readonly one: Cost[];
  readonly two: Cost[];
  readonly anchor: number[];
}

async function measure(bench: Bench): Promise<Runs> {
  const missing = nginxToCurl.missing();
  if (missing) bench.missing(`nginx to curl, for ${missing} is not installed`);
  const sources = await startSources(join(bench.folder, 'sources'), bench.bytes);
  const anchor = nginxToCurl.make();
  const place = join(bench.folder, 'nginx');
  try {
    if (!missing) await anchor.start({ folder: sources.folder, file: LARGE_FILE, place });
    return await takeTurns(bench, sources, missing ? undefined : anchor);
  } finally {
    await anchor.stop();
    for (const peer of sources.peers) await peer.shutdown();
  }
}

async function takeTurns(
  { folder, runs: count, say }: Bench,
  { catalog, peers }: Sources,
  anchor: Anchor | undefined,
): Promise<Runs> {
  const runs: Runs = { one: [], two: [], anchor: [] };
  const target = join(folder, 'receiver');
  const fetch = { gameId: GAME, catalog, install: false };
  // The first turn touches all memory; it is not counted.
  for (let turn = 0; turn <= count; turn += 1) {
    const one = await measuredDownload(target, { ...fetch, sources: [peers[0]] });
    const curl = (await anchor?.fetch(join(folder, 'curl')))?.seconds;
    await rm(join(folder, 'curl'), { recursive: true, force: true });
    const two = await measuredDownload(target, { ...fetch, sources: peers });
    if (turn === 0) continue;
    runs.one.push(one);
    runs.two.push(two);
    if (curl !== undefined) runs.anchor.push(curl);
    say(
      `  ${turn}: one ${seconds(one.seconds)}, two ${seconds(two.seconds)}, curl ${seconds(curl)}`,
    );
  }
  return runs;
}

function linesOf({ anchor, one, two }: Runs): readonly Line[] {
  const [timesOfOne, timesOfTwo] = [secondsOf(one), secondsOf(two)];
  const both = [...one, ...two];
  return [
    ...againstCurl(timesOfOne, anchor),
    {
      what: 'two sources against one',
      figure: ratioOf(timesOfTwo, timesOfOne),
      ...{ unit: 'times', target: '1.0' },
    },
    {
      what: 'receiver, peak memory',
      figure: figureOf(both.map((cost) => cost.peakMegabytes)),
      ...{ unit: 'MB', target: 'under 250' },
    },
    {
      what: 'event loop delay, 99th percentile',
      figure: figureOf(both.map((cost) => cost.loopDelayP99Ms)),
      ...{ unit: 'ms', target: 'under 50' },
    },
    {
      what: 'event loop delay, longest',
      figure: figureOf(both.map((cost) => cost.loopDelayMaxMs)),
      ...{ unit: 'ms', target: '' },
    },
  ];
}

function againstCurl(ours: readonly number[], anchor: readonly number[]): readonly Line[] {
  if (anchor.length === 0) return [];
  const figure = ratioOf(ours, anchor);
  const what = 'one source against nginx to curl';
  return [{ what, figure, unit: 'times', target: 'at most 1.2' }];
}

function secondsOf(costs: readonly Cost[]): readonly number[] {
  return costs.map((cost) => cost.seconds);
}

function seconds(value: number | undefined): string {
  return value === undefined ? '-' : `${value.toFixed(2)} s`;
}
