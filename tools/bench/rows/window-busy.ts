import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Peer } from '../../../e2e/party/peer.ts';
import { seeded } from '../../../fixtures/content/content.ts';
import { writeGame } from '../../../fixtures/games/write-game.ts';
import { figureOf, percentileOf } from '../figures.ts';
import type { Bench, Line, Row } from '../row.ts';
import { GAME, untilHashed } from '../sources.ts';
import { writeBigLibrary } from '../window/big-library.ts';
import { DrivenWindow, type FrameTime, type KeyTime } from '../window/driven-window.ts';
import { memoryOf } from '../window/processes.ts';
import type { Phase } from '../window/watch-page.ts';
import { withDisplay } from '../window/with-display.ts';

/** What a cable of 1 Gbit/s carries of content, in bytes a second: most rooms have that. */
const GIGABIT = 117_000_000;

/** So long is it measured while nothing goes on. */
const IDLE_MS = 5_000;

/** Keys, wheel and memory of the window with 2,000 games, idle and at work. */
export const windowBusy: Row = {
  name: 'window-busy',
  about: 'key to paint, frames and memory with 2,000 games: idle, during a download, an unpack',
  measure: (bench) => withDisplay(bench, async () => linesOf(await measure(bench))),
};

interface Turn {
  readonly keys: readonly KeyTime[];
  /** While a game came over a cable of 1 Gbit/s. */
  readonly keysOnCable: readonly KeyTime[];
  readonly frames: readonly FrameTime[];
  /** Of all processes at work; NaN where the system does not tell. */
  readonly megabytes: number;
}

async function measure(bench: Bench): Promise<readonly Turn[]> {
  const { folder } = bench;
  const home = await writeBigLibrary(join(folder, 'player'), [{ id: GAME, title: 'A Large Game' }]);
  const source = await startSource(bench, home.catalog);
  try {
    const window = await DrivenWindow.open(home, ['--connect', source.address]);
    return await takeTurns(window, bench).finally(() => window.close());
  } finally {
    await source.kill();
  }
}

async function takeTurns(
  window: DrivenWindow,
  { runs, say }: Pick<Bench, 'runs' | 'say'>,
): Promise<readonly Turn[]> {
  const turns: Turn[] = [];
  // The first turn touches all memory; it is not counted.
  for (let turn = 0; turn <= runs; turn += 1) {
    const measured = await takeTurn(window);
    if (turn === 0) continue;
    turns.push(measured);
    say(`  ${turn}: ${told(measured)}`);
  }
  return turns;
}

async function startSource({ bytes, folder }: Bench, catalog: string): Promise<Peer> {
  const home = {
    ...{ name: 'source', catalog },
    ...{ gamesDir: join(folder, 'source', 'games'), stateDir: join(folder, 'source', 'state') },
  };
  const archive = { 'large.bin': seeded('bench', bytes) };
  await writeGame(home.gamesDir, { id: GAME, version: '20250101', archive });
  const source = new Peer(home, []);
  await untilHashed(source);
  return source;
}

// Keys and wheel one after the other: each has the window for itself.
async function takeTurn(window: DrivenWindow): Promise<Turn> {
  const keys = [...(await window.press(delay(IDLE_MS))), ...(await whileAtWork(window, 'press'))];
  await window.limitDownloads(GIGABIT);
  const keysOnCable = await whileAtWork(window, 'press');
  await window.limitDownloads(0);
  const megabytes = memoryAtWork(window);
  const frames = [
    ...(await window.scroll(delay(IDLE_MS))),
    ...(await whileAtWork(window, 'scroll')),
  ];
  return { keys, keysOnCable, frames, megabytes: await megabytes };
}

async function whileAtWork(
  window: DrivenWindow,
  hand: 'press' | 'scroll',
): Promise<readonly KeyTime[]> {
  const work = window.run('download', GAME);
  const times = await window[hand](work);
  await work;
  await window.run('remove', GAME);
  await window.until('idle');
  return times;
}

async function memoryAtWork(window: DrivenWindow): Promise<number> {
  if (process.platform !== 'linux') return NaN;
  await window.until('unpacking');
  return memoryOf(window.pid);
}

function linesOf(turns: readonly Turn[]): readonly Line[] {
  if (turns.length === 0) return [];
  const phases: readonly Phase[] = ['idle', 'downloading', 'unpacking'];
  const keys = phases.map((phase) => ({
    what: `key to paint, 95th percentile, ${phase}`,
    figure: figureOf(turns.map((turn) => percentileOf(durationsIn(turn.keys, phase), 95))),
    ...{ unit: 'ms', target: 'under 100' },
  }));
  const onCable = {
    what: 'key to paint, 95th percentile, downloading at 1 Gbit/s',
    figure: figureOf(
      turns.map(({ keysOnCable }) => percentileOf(durationsIn(keysOnCable, 'downloading'), 95)),
    ),
    ...{ unit: 'ms', target: 'under 100' },
  };
  const frames = phases.flatMap((phase) => [
    {
      what: `frames a second while scrolling, ${phase}`,
      figure: figureOf(turns.map((turn) => framesASecond(durationsIn(turn.frames, phase)))),
      ...{ unit: '1/s', target: '' },
    },
    {
      what: `frame to frame while scrolling, 95th percentile, ${phase}`,
      figure: figureOf(turns.map((turn) => percentileOf(durationsIn(turn.frames, phase), 95))),
      ...{ unit: 'ms', target: '' },
    },
  ]);
  const memory = {
    what: 'memory of all processes, at work, 2,000 games',
    figure: figureOf(turns.map(({ megabytes }) => megabytes)),
    ...{ unit: 'MB', target: '' },
  };
  return [...keys, onCable, ...frames, memory];
}

function durationsIn(times: readonly KeyTime[], phase: Phase): readonly number[] {
  return times.filter((time) => time.phase === phase).map(({ durationMs }) => durationMs);
}

function framesASecond(durations: readonly number[]): number {
  return (durations.length * 1000) / durations.reduce((sum, each) => sum + each, 0);
}

function told({ keys, frames, megabytes }: Turn): string {
  const busy = (times: readonly KeyTime[]): readonly number[] =>
    times.filter(({ phase }) => phase !== 'idle').map(({ durationMs }) => durationMs);
  const p95 = percentileOf(busy(keys), 95);
  return `at work: ${busy(keys).length} keys, 95 % within ${p95.toFixed(0)} ms; ${framesASecond(busy(frames)).toFixed(0)} frames a second; ${megabytes.toFixed(0)} MB`;
}
