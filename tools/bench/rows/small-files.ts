import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Peer } from '../../../e2e/party/peer.ts';
import { writeCatalog } from '../../../fixtures/games/write-catalog.ts';
import { isInstalled } from '../anchors/installed.ts';
import { figureOf, ratioOf } from '../figures.ts';
import { writeManyFiles } from '../many-files.ts';
import { type Cost, measuredDownload } from '../measured-peer.ts';
import type { Bench, Line, Row } from '../row.ts';
import { GAME, untilHashed } from '../sources.ts';

const FILES = 20_000;
const BYTES_EACH = 4_096;

/** A game of 20,000 small files, against rsync. */
export const smallFiles: Row = {
  name: 'small-files',
  about: '20,000 files of 4 KiB from one source, against rsync',
  measure: async (bench) => linesOf(await measure(bench)),
};

interface Runs {
  readonly ours: Cost[];
  readonly rsync: number[];
}

async function measure(bench: Bench): Promise<Runs> {
  const hasRsync = isInstalled('rsync');
  if (!hasRsync) bench.missing('rsync, which is not installed');
  const { holder, catalog } = await startHolder(bench.folder);
  try {
    return await takeTurns(bench, { holder, catalog, hasRsync });
  } finally {
    await holder.kill();
  }
}

async function startHolder(folder: string): Promise<{ holder: Peer; catalog: string }> {
  const home = {
    ...{ name: 'holder', catalog: join(folder, 'catalog.json') },
    ...{ gamesDir: join(folder, 'holder/games'), stateDir: join(folder, 'holder/state') },
  };
  await mkdir(home.gamesDir, { recursive: true });
  await writeCatalog(home.catalog, [GAME]);
  // One of the most that a game may have is its version.ini.
  writeManyFiles(home.gamesDir, GAME, { files: FILES - 1, bytesEach: BYTES_EACH });
  const holder = new Peer(home, []);
  await untilHashed(holder);
  return { holder, catalog: home.catalog };
}

async function takeTurns(
  { folder, runs: count, say }: Bench,
  given: { readonly holder: Peer; readonly catalog: string; readonly hasRsync: boolean },
): Promise<Runs> {
  const { holder, catalog, hasRsync } = given;
  const runs: Runs = { ours: [], rsync: [] };
  const fetch = { gameId: GAME, catalog, install: false, sources: [holder] };
  // The first turn touches all memory; it is not counted.
  for (let turn = 0; turn <= count; turn += 1) {
    const ours = await measuredDownload(join(folder, 'receiver'), fetch);
    const target = join(folder, 'rsync');
    const rsync = hasRsync ? await rsyncSeconds(holder.folder(GAME), target) : NaN;
    if (turn === 0) continue;
    runs.ours.push(ours);
    if (hasRsync) runs.rsync.push(rsync);
    const loop = `event loop at most ${ours.loopDelayMaxMs.toFixed(0)} ms late`;
    say(`  ${turn}: ours ${ours.seconds.toFixed(2)} s, ${loop}; rsync ${rsync.toFixed(2)} s`);
  }
  return runs;
}

// Over a pipe to a second rsync, each file written in full, as between two PCs.
async function rsyncSeconds(from: string, to: string): Promise<number> {
  const start = performance.now();
  const rsync = spawn('rsync', ['-a', '--whole-file', '--no-compress', `${from}/`, `${to}/`]);
  const [code] = (await once(rsync, 'exit')) as [number];
  const seconds = (performance.now() - start) / 1_000;
  await rm(to, { recursive: true, force: true });
  if (code !== 0) throw new Error(`rsync ended with ${code}.`);
  return seconds;
}

function linesOf({ ours, rsync }: Runs): readonly Line[] {
  const seconds = ours.map((cost) => cost.seconds);
  const line = (what: string, unit: string, target: string, values: readonly number[]): Line => {
    return { what, unit, target, figure: figureOf(values) };
  };
  const against = {
    ...{ what: '20,000 files of 4 KiB, against rsync', unit: 'times', target: 'at most 2' },
    figure: ratioOf(seconds, rsync),
  };
  return [
    ...(rsync.length > 0 ? [against] : []),
    line('20,000 files of 4 KiB', 's', '', seconds),
    line(
      'the same, event loop delay, 99th percentile',
      'ms',
      'under 50',
      ours.map((cost) => cost.loopDelayP99Ms),
    ),
    line(
      'the same, event loop delay, longest',
      'ms',
      '',
      ours.map((cost) => cost.loopDelayMaxMs),
    ),
  ];
}
