import { join } from 'node:path';
import { figureOf } from '../figures.ts';
import { CappedRoom } from '../net/capped-room.ts';
import { fetchFrom } from '../net/fetch-from.ts';
import type { Bench, Line, Row } from '../row.ts';
import { writeLargeGame } from '../sources.ts';

const BITS = 8;
const MEGABIT = 1_000_000;
const MAX_BYTES = 256 * 1024 * 1024;

/** The links of the sources in Mbit/s, and what the fetch may take of what they could do. */
const CASES = [
  { links: [200, 200, 200, 200], target: 'at most 1.10' },
  { links: [200, 50], target: 'at most 1.10' },
  { links: [200, 200, 20], target: 'at most 1.15' },
] as const;

/** Sources with slower links than the receiver: how much of what they could give together comes. */
export const cappedSources: Row = {
  name: 'capped-sources',
  about: 'sources on capped links, against the sum of the links',
  measure,
};

async function measure(bench: Bench): Promise<readonly Line[]> {
  const missing = CappedRoom.missing();
  if (missing) {
    bench.missing(`capped sources, which take ${missing}`);
    return [];
  }
  const bytes = Math.min(bench.bytes, MAX_BYTES);
  const game = await writeLargeGame(join(bench.folder, 'holder'), bytes);
  const lines: Line[] = [];
  for (const { links, target } of CASES) {
    const idealSeconds = (bytes * BITS) / (links.reduce((sum, link) => sum + link, 0) * MEGABIT);
    const ratios: number[] = [];
    for (let run = 1; run <= bench.runs; run += 1) {
      const { seconds, busy } = await fetchFrom(bench.folder, game, links);
      ratios.push(seconds / idealSeconds);
      bench.say(`  ${links.join(' + ')} Mbit/s: ${told(seconds, seconds / idealSeconds, busy)}`);
    }
    const what = `sources of ${links.join(' + ')} Mbit/s, over payload / sum of links`;
    lines.push({ what, figure: figureOf(ratios), unit: 'times', target });
  }
  return lines;
}

function told(seconds: number, ratio: number, busy: number): string {
  const cores = `cores busy to ${(busy * 100).toFixed(0)} %`;
  return `${seconds.toFixed(2)} s, ${ratio.toFixed(2)} times ideal, ${cores}`;
}
