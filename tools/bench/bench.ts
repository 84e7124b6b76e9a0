import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { atEnd } from './at-end.ts';
import { type Measured, printTable, writeReport } from './report.ts';
import type { Row } from './row.ts';
import { chooseRows, ROWS } from './rows.ts';

const USAGE = `Usage: npm run bench -- [--rows A,B] [--mib N] [--runs N] [--json FILE]

  --rows A,B   what to measure (default: all):
${ROWS.map(({ name, about }) => `                 ${name.padEnd(10)} ${about}`).join('\n')}
  --mib N      size of a large game in MiB (default 2048)
  --runs N     runs of each, taken in turn with what it is compared with (default 5)
  --json FILE  where the figures are written too (default .cache/bench.json)
`;

const MEBIBYTE = 1024 * 1024;
const RAM_DISK = '/dev/shm';
/** A game at two sources, at the receiver, as it unpacks, and room to spare. */
const COPIES_OF_GAME = 5;

interface Options {
  readonly rows: readonly Row[];
  readonly bytes: number;
  readonly runs: number;
  readonly json: string;
}

const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    mib: { type: 'string', default: '2048' },
    runs: { type: 'string', default: '5' },
    json: { type: 'string', default: join(import.meta.dirname, '..', '..', '.cache/bench.json') },
    help: { type: 'boolean', default: false },
  },
});
process.exitCode = values.help ? help() : await bench(options());

function help(): number {
  process.stdout.write(USAGE);
  return 0;
}

function options(): Options {
  return {
    rows: chooseRows(values.rows),
    bytes: Number(values.mib) * MEBIBYTE,
    runs: Number(values.runs),
    json: resolve(values.json),
  };
}

/** Measures, tells and writes it down; the exit code is 1 where a row failed. */
async function bench({ rows, bytes, runs, json }: Options): Promise<number> {
  const folder = await mkdtemp(join(await roomyFolder(bytes), 'lanspread-bench-'));
  atEnd(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  say(`${bytes / MEBIBYTE} MiB, ${runs} runs each, in turn; files in ${folder}`);
  const missing = new Set<string>();
  const measured: Measured[] = [];
  try {
    for (const row of rows) {
      say(`\n${row.name}: ${row.about}`);
      measured.push(await measure(row, { bytes, runs, missing, folder: join(folder, row.name) }));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const report = { bytes, runs, missing: [...missing], rows: measured };
  say(`\n${printTable(report)}`);
  await writeReport(json, report);
  return measured.some(({ failure }) => failure !== undefined) ? 1 : 0;
}

// One row that fails leaves the others their figures.
async function measure(
  row: Row,
  given: {
    readonly bytes: number;
    readonly runs: number;
    readonly folder: string;
    readonly missing: Set<string>;
  },
): Promise<Measured> {
  const { bytes, runs, folder } = given;
  const missing = (anchor: string): void => {
    given.missing.add(anchor);
    say(`  left out: ${anchor}`);
  };
  await mkdir(folder, { recursive: true });
  try {
    const lines = await row.measure({ bytes, runs, folder, say, missing });
    return { row: row.name, lines };
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say(`${row.name} failed: ${failure}`);
    return { row: row.name, lines: [], failure };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// Memory is faster than any disk, where it holds the game several times over.
async function roomyFolder(bytes: number): Promise<string> {
  const free = await statfs(RAM_DISK).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return free > bytes * COPIES_OF_GAME ? RAM_DISK : tmpdir();
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
