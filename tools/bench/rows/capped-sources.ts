import { join } from 'node:path';
import { figureOf } from '../figures.ts';
import { CappedRoom } from '../net/capped-room.ts';
import { fetchFrom, RECEIVER_LINK } from '../net/fetch-from.ts';
import type { Bench, Line, Row } from '../row.ts';
import { writeLargeGame } from '../sources.ts';

const BITS = 8;
const MEGABIT = 1_000_000;
const MAX_BYTES = 256 * 1024 * 1024;

/** The links of the sources in Mbit/s, and what the fetch may take of what they could do. */
const CASES = [
  { links: [200], target: '' },
  { links: [200, 200], target: '' },
  { links: [200, 200, 200, 200], target: 'at most 1.10' },
  // More than the receiver's link.
  { links: [200, 200, 200, 200, 200, 200], target: '' },
  { links: [200, 50], target: 'at most 1.10' },
  { links: [200, 200, 20], target: 'at most 1.15' },
] as const;

/** Sources with slower links than the receiver: how much of what they could give together comes. */
export const cappedSources: Row = {
  name: 'capped-sources',
  about: 'sources on capped links, against the sum of the links and of what each gives alone',
  measure,
};

async function measure(bench: Bench): Promise<readonly Line[]> {
  const missing = CappedRoom.missing();
  if (missing) {
    bench.missing(`capped sources, which take ${missing}`);
    return [];
  }
  const game = await writeLargeGame(join(bench.folder, 'holder'), bytesOf(bench));
  const times = CASES.map((): number[] => []);
  for (let run = 1; run <= bench.runs; run += 1) {
    for (const [index, { links }] of CASES.entries()) {
      const { seconds, busy } = await fetchFrom(bench.folder, game, links);
      times[index]?.push(seconds);
      const ratio = seconds / idealSeconds(bench, links);
      bench.say(`  ${run}: ${links.join(' + ')} Mbit/s: ${told(seconds, ratio, busy)}`);
    }
  }
  return CASES.flatMap(({ links, target }, index) =>
    linesOf(bench, links, target, { together: times[index] ?? [], alone: times[0] ?? [] }),
  );
}

function bytesOf({ bytes }: Bench): number {
  return Math.min(bytes, MAX_BYTES);
}

/** Seconds that the payload alone takes where the links, or the receiver's, are full throughout. */
function idealSeconds(bench: Bench, links: readonly number[]): number {
  return (bytesOf(bench) * BITS) / (togetherOf(links) * MEGABIT);
}

function togetherOf(links: readonly number[]): number {
  const sum = links.reduce((total, link) => total + link, 0);
  return Math.min(sum, RECEIVER_LINK);
}

function linesOf(
  bench: Bench,
  links: readonly number[],
  target: string,
  { together, alone }: { readonly together: readonly number[]; readonly alone: readonly number[] },
): readonly Line[] {
  const name = `sources of ${links.join(' + ')} Mbit/s`;
  const ideal = idealSeconds(bench, links);
  const limit = togetherOf(links) === RECEIVER_LINK ? "the receiver's link" : 'sum of links';
  const over: Line = {
    ...{ what: `${name}, over payload / ${limit}`, unit: 'times', target },
    figure: figureOf(together.map((seconds) => seconds / ideal)),
  };
  const [first, ...others] = links;
  if (others.length === 0 || others.some((link) => link !== first)) return [over];
  // What they give together, over what so many times the one alone gave in the same round.
  const share = togetherOf(links) / (first ?? NaN);
  const added = alone.map((seconds, run) => seconds / ((together[run] ?? NaN) * share));
  return [
    over,
    {
      ...{ what: `${name}, of ${share} times one alone`, unit: 'times', target: 'at least 0.95' },
      figure: figureOf(added),
    },
  ];
}

function told(seconds: number, ratio: number, busy: number): string {
  const cores = `cores busy to ${(busy * 100).toFixed(0)} %`;
  return `${seconds.toFixed(2)} s, ${ratio.toFixed(2)} times ideal, ${cores}`;
}
