import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Peer } from '../../e2e/party/peer.ts';
import { processorSecondsOf } from './window/processes.ts';

const LOOP_DELAY = pathToFileURL(join(import.meta.dirname, 'loop-delay.mjs')).href;

/** What a download cost the peer that fetched it. */
export interface Cost {
  readonly seconds: number;
  /** Of both ends together; NaN where the system does not tell. */
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
}

/** A game that is fetched, and from where. */
export interface Fetch {
  readonly gameId: string;
  readonly sources: readonly Peer[];
  readonly catalog: string;
  readonly install: boolean;
}

/** Downloads with a fresh peer in `folder`, which is removed again, and measures that process. */
export async function measuredDownload(folder: string, fetch: Fetch): Promise<Cost> {
  await mkdir(folder, { recursive: true });
  const report = join(folder, 'loop-delay.json');
  const peer = startMeasured(folder, report, fetch.catalog);
  try {
    await peer.waitFor('local-peer-ready');
    for (const { address } of fetch.sources) await peer.run('connect', { address });
    process.kill(peer.program.pid ?? 0, 'SIGUSR2');
    const ends = [peer, ...fetch.sources];
    const worked = await workedBy(ends);
    const start = performance.now();
    await peer.run('download', { game_id: fetch.gameId, install: fetch.install });
    const seconds = (performance.now() - start) / 1000;
    const processorSeconds = (await workedBy(ends)) - worked;
    const peakMegabytes = await peakResident(peer.program.pid ?? 0);
    await peer.shutdown();
    const delay = JSON.parse(await readFile(report, 'utf8')) as { p99Ms: number; maxMs: number };
    const { p99Ms: loopDelayP99Ms, maxMs: loopDelayMaxMs } = delay;
    return { seconds, processorSeconds, peakMegabytes, loopDelayP99Ms, loopDelayMaxMs };
  } finally {
    await peer.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function workedBy(ends: readonly Peer[]): Promise<number> {
  if (process.platform !== 'linux') return NaN;
  const each = await Promise.all(ends.map((end) => processorSecondsOf(end.program.pid ?? 0)));
  return each.reduce((sum, seconds) => sum + seconds, 0);
}

// Node takes extra modules from its environment; it is set for this one process only.
function startMeasured(folder: string, report: string, catalog: string): Peer {
  process.env['NODE_OPTIONS'] = `--import ${LOOP_DELAY}`;
  process.env['LANSPREAD_LOOP_DELAY_FILE'] = report;
  try {
    const [gamesDir, stateDir] = [join(folder, 'games'), join(folder, 'state')];
    return new Peer({ name: 'receiver', gamesDir, stateDir, catalog }, []);
  } finally {
    delete process.env['NODE_OPTIONS'];
    delete process.env['LANSPREAD_LOOP_DELAY_FILE'];
  }
}

/** The most memory a process has held so far (Linux); NaN elsewhere. */
function peakResident(pid: number): Promise<number> {
  return statusMegabytes(pid, /^VmHWM:\s+(\d+) kB$/m);
}

/** The memory that a process holds now, in MB (Linux); NaN elsewhere. */
export function residentMegabytes(pid: number): Promise<number> {
  return statusMegabytes(pid, /^VmRSS:\s+(\d+) kB$/m);
}

async function statusMegabytes(pid: number, line: RegExp): Promise<number> {
  if (process.platform !== 'linux') return NaN;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(line.exec(status)?.[1]) / 1000;
}
