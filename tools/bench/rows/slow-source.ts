import { join } from 'node:path';
import { ratioOf } from '../figures.ts';
import { CappedRoom } from '../net/capped-room.ts';
import { fetchFrom } from '../net/fetch-from.ts';
import type { Bench, Line, Row } from '../row.ts';
import { writeLargeGame } from '../sources.ts';

const MAX_BYTES = 512 * 1024 * 1024;

/** 50 MB/s each, in Mbit/s: two of them leave the receiver's link, and two cores, room. */
const FAST = [400, 400] as const;

/** 0.5 MB/s: a hundredth. */
const SLOW = 4;

/** One very slow source beside two fast ones: what it costs to have it. */
export const slowSource: Row = {
  name: 'slow-source',
  about: 'two fast sources and one of a hundredth, against the two alone',
  measure,
};

async function measure(bench: Bench): Promise<readonly Line[]> {
  const missing = CappedRoom.missing();
  if (missing) {
    bench.missing(`the slow source, which takes ${missing}`);
    return [];
  }
  const game = await writeLargeGame(join(bench.folder, 'holder'), Math.min(bench.bytes, MAX_BYTES));
  const alone: number[] = [];
  const together: number[] = [];
  for (let run = 1; run <= bench.runs; run += 1) {
    const two = await fetchFrom(bench.folder, game, FAST);
    const three = await fetchFrom(bench.folder, game, [...FAST, SLOW]);
    alone.push(two.seconds);
    together.push(three.seconds);
    bench.say(
      `  ${run}: two ${two.seconds.toFixed(2)} s, with the slow one ${three.seconds.toFixed(2)} s; cores busy to ${(three.busy * 100).toFixed(0)} %`,
    );
  }
  const what = `sources of ${FAST.join(' + ')} + ${SLOW} Mbit/s, against the fast ones alone`;
  return [{ what, figure: ratioOf(together, alone), unit: 'times', target: 'at most 1.15' }];
}
