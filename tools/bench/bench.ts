import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Figure, figureOf, printFigure, ratioOf } from './figures.ts';
import { type Cost, measuredDownload } from './measured-peer.ts';
import { NginxToCurl } from './nginx-to-curl.ts';
import { GAME, LARGE_FILE, type Sources, startSources } from './sources.ts';

const USAGE = `Usage: npm run bench -- [--mib N] [--runs N]

  --mib N    size of the game in MiB (default 2048)
  --runs N   runs of each row, taken in turn with the anchor's (default 5)
`;

const RAM_DISK = '/dev/shm';
const RESULTS = join(import.meta.dirname, '..', '..', '.cache', 'bench.json');

interface Runs {
  readonly one: Cost[];
  readonly two: Cost[];
  readonly anchor: number[];
}

interface Row {
  readonly what: string;
  readonly figure: Figure;
  readonly unit: string;
  readonly target: string;
}

const { values } = parseArgs({
  options: {
    mib: { type: 'string', default: '2048' },
    runs: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) process.stdout.write(USAGE);
else await bench(Number(values.mib) * 1024 * 1024, Number(values.runs));

async function bench(bytes: number, runs: number): Promise<void> {
  const folder = await mkdtemp(join(await roomyFolder(bytes), 'lanspread-bench-'));
  say(`${bytes / 1e6} MB, ${runs} runs each, in turn; files in ${folder}`);
  const missing = NginxToCurl.missing();
  if (missing) say(`${missing} is not installed: rows against nginx to curl are left out.`);
  try {
    const rows = rowsOf(await measure(folder, { bytes, runs, hasAnchor: !missing }));
    say(`\n${printRows(rows)}`);
    await mkdir(join(RESULTS, '..'), { recursive: true });
    await writeFile(RESULTS, JSON.stringify({ bytes, rows }, undefined, 2));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  folder: string,
  size: { readonly bytes: number; readonly runs: number; readonly hasAnchor: boolean },
): Promise<Runs> {
  const sources = await startSources(join(folder, 'sources'), size.bytes);
  const anchor = new NginxToCurl(join(folder, 'nginx'), sources.folder);
  try {
    if (size.hasAnchor) await anchor.start();
    return await takeTurns(folder, size.runs, sources, size.hasAnchor ? anchor : undefined);
  } finally {
    await anchor.stop();
    for (const peer of sources.peers) await peer.shutdown();
  }
}

async function takeTurns(
  folder: string,
  count: number,
  { catalog, peers }: Sources,
  anchor: NginxToCurl | undefined,
): Promise<Runs> {
  const runs: Runs = { one: [], two: [], anchor: [] };
  const target = join(folder, 'receiver');
  const fetch = { gameId: GAME, catalog, install: false };
  // The first turn touches all memory; it is not counted.
  for (let turn = 0; turn <= count; turn += 1) {
    const one = await measuredDownload(target, { ...fetch, sources: [peers[0]] });
    const curl = await anchor?.fetch(LARGE_FILE, join(folder, 'curl.out'));
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

function rowsOf({ anchor, one, two }: Runs): readonly Row[] {
  const times = one.map((cost) => cost.seconds);
  const both = [...one, ...two];
  const row = (what: string, figure: Figure, unit: string, target: string): Row => ({
    ...{ what, figure, unit, target },
  });
  const against =
    anchor.length > 0
      ? [row('one source against nginx to curl', ratioOf(times, anchor), 'times', 'at most 1.5')]
      : [];
  return [
    ...against,
    row(
      'two sources against one',
      ratioOf(
        two.map((cost) => cost.seconds),
        times,
      ),
      'times',
      '1.0',
    ),
    row(
      'receiver, peak memory',
      figureOf(both.map((cost) => cost.peakMegabytes)),
      'MB',
      'under 250',
    ),
    row(
      'event loop delay, 99th percentile',
      figureOf(both.map((cost) => cost.loopDelayP99Ms)),
      'ms',
      'under 50',
    ),
    row('event loop delay, longest', figureOf(both.map((cost) => cost.loopDelayMaxMs)), 'ms', ''),
  ];
}

function printRows(rows: readonly Row[]): string {
  const head = '| what | median (min to max) | unit | target |\n| --- | --- | --- | --- |';
  const lines = rows.map(
    ({ what, figure, unit, target }) =>
      `| ${what} | ${printFigure(figure)} | ${unit} | ${target} |`,
  );
  return [head, ...lines].join('\n');
}

// Memory is faster than any disk, where it holds the game three times over with room to spare.
async function roomyFolder(bytes: number): Promise<string> {
  const free = await statfs(RAM_DISK).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return free > bytes * 5 ? RAM_DISK : tmpdir();
}

function seconds(value: number | undefined): string {
  return value === undefined ? '-' : `${value.toFixed(2)} s`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
