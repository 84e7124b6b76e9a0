import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { figureOf } from '../figures.ts';
import type { Bench, Line, Row } from '../row.ts';
import { writeBigLibrary } from '../window/big-library.ts';
import { memoryOf, processorSecondsOf } from '../window/processes.ts';
import { type Stage, StartedWindow } from '../window/started-window.ts';
import { withDisplay } from '../window/with-display.ts';

/** Memory is looked at so long after the library was painted. */
const SETTLED_MS = 4_000;

/** How long a window takes to show 2,000 games, and what it needs, against an empty one. */
export const windowStart: Row = {
  name: 'window-start',
  about: 'start to the painted library of 2,000 games, and memory, against an empty window',
  measure: (bench) => withDisplay(bench, async () => linesOf(await takeTurns(bench))),
};

interface Start {
  readonly paintedMs: number;
  /** NaN where the system does not tell. */
  readonly megabytes: number;
  readonly processorSeconds: number;
}

interface Starts {
  readonly ours: Start[];
  readonly empty: Start[];
}

async function takeTurns({ folder, runs, say }: Bench): Promise<Starts> {
  const home = await writeBigLibrary(join(folder, 'player'));
  const starts: Starts = { ours: [], empty: [] };
  // The first turn reads the programs from the disk; it is not counted.
  for (let turn = 0; turn <= runs; turn += 1) {
    const empty = await measured(await StartedWindow.empty(join(folder, 'empty')), 'page');
    const ours = await measured(StartedWindow.lanspread(home), 'library');
    if (turn === 0) continue;
    starts.ours.push(ours);
    starts.empty.push(empty);
    say(`  ${turn}: ours ${told(ours)}; empty ${told(empty)}`);
  }
  return starts;
}

async function measured(window: StartedWindow, stage: Stage): Promise<Start> {
  const isLinux = process.platform === 'linux';
  try {
    const paintedMs = await window.painted(stage);
    const processorSeconds = isLinux ? await processorSecondsOf(window.pid) : NaN;
    await delay(SETTLED_MS);
    return { paintedMs, processorSeconds, megabytes: isLinux ? await memoryOf(window.pid) : NaN };
  } finally {
    await window.stop();
  }
}

function linesOf({ ours, empty }: Starts): readonly Line[] {
  const line = (
    what: string,
    unit: string,
    target: string,
    value: (ours: Start, empty: Start) => number,
  ): Line => {
    const values = ours.flatMap((each, run) => {
      const beside = empty[run];
      return beside ? [value(each, beside)] : [];
    });
    return { what, unit, target, figure: figureOf(values) };
  };
  return [
    line('start to the painted library, 2,000 games', 'ms', 'under 1500', (own) => own.paintedMs),
    line('longer than an empty window', 'ms', 'at most 400', (a, b) => a.paintedMs - b.paintedMs),
    line('times an empty window', 'times', '', (own, other) => own.paintedMs / other.paintedMs),
    line('processor time until then', 's', '', (own) => own.processorSeconds),
    line('memory of all processes, idle, 2,000 games', 'MB', '', (own) => own.megabytes),
    line('more than an empty window', 'MB', 'at most 60', (a, b) => a.megabytes - b.megabytes),
  ];
}

function told({ paintedMs, megabytes, processorSeconds }: Start): string {
  return `${paintedMs.toFixed(0)} ms, ${megabytes.toFixed(0)} MB, ${processorSeconds.toFixed(2)} s of processor time`;
}
