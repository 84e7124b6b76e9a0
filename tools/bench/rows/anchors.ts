import { link, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Peer } from '../../../e2e/party/peer.ts';
import type { Anchor, AnchorKind, Fetched } from '../anchors/anchor.ts';
import { nginxToAria2, nginxToCurl, nginxToCurlChecked } from '../anchors/from-nginx.ts';
import { libtorrent } from '../anchors/libtorrent.ts';
import { rsync } from '../anchors/rsync.ts';
import { syncthing } from '../anchors/syncthing.ts';
import { webtorrent } from '../anchors/webtorrent.ts';
import { figureOf, ratioOf } from '../figures.ts';
import { type Cost, measuredDownload } from '../measured-peer.ts';
import type { Bench, Line, Row } from '../row.ts';
import { GAME, LARGE_FILE, startSources } from '../sources.ts';

/** What people use instead, and what Lanspread may take of its time. */
const ANCHORS: readonly { readonly kind: AnchorKind; readonly target: string }[] = [
  { kind: nginxToCurl, target: 'at most 1.2' },
  { kind: nginxToCurlChecked, target: 'at most 0.75' },
  { kind: nginxToAria2, target: '' },
  { kind: rsync, target: '' },
  { kind: syncthing, target: 'at most 0.6' },
  { kind: libtorrent, target: 'at most 0.5' },
  { kind: webtorrent, target: 'at most 0.3' },
];

const GIGABYTE = 1e9;

/** One large file from one PC to another, against what people use instead; each in turn with ours. */
export const anchors: Row = {
  name: 'anchors',
  about:
    'a large game from one source, against curl, aria2, rsync, Syncthing, libtorrent, WebTorrent',
  measure,
};

interface Turns {
  readonly ours: Cost[];
  readonly theirs: Fetched[];
}

async function measure(bench: Bench): Promise<readonly Line[]> {
  const sources = await startSources(join(bench.folder, 'sources'), bench.bytes);
  const [source, other] = sources.peers;
  const lines: Line[] = [];
  try {
    await other.shutdown();
    const given = { source, catalog: sources.catalog, file: join(sources.folder, LARGE_FILE) };
    for (const { kind, target } of ANCHORS) {
      const missing = kind.missing();
      if (missing !== undefined) bench.missing(`${kind.name}, for ${missing} is not installed`);
      else lines.push(...linesOf(bench, kind, target, await triedAgainst(bench, kind, given)));
    }
    return lines;
  } finally {
    await source.kill();
    await other.kill();
  }
}

interface Given {
  readonly source: Peer;
  readonly catalog: string;
  readonly file: string;
}

// One that does not run here as it does elsewhere leaves the others their figures.
async function triedAgainst(bench: Bench, kind: AnchorKind, given: Given): Promise<Turns> {
  try {
    return await against(bench, kind, given);
  } catch (error) {
    bench.missing(`${kind.name}, which failed: ${String(error)}`);
    return { ours: [], theirs: [] };
  }
}

async function against(
  { folder, runs, say }: Bench,
  kind: AnchorKind,
  { catalog, file, source }: Given,
): Promise<Turns> {
  const anchor = kind.make();
  const turns: Turns = { ours: [], theirs: [] };
  const [place, served] = [join(folder, 'anchor'), join(folder, 'served')];
  try {
    await mkdir(served);
    // The same bytes in a folder of their own: some leave a mark of theirs beside what they serve.
    await link(file, join(served, LARGE_FILE));
    await anchor.start({ folder: served, file: LARGE_FILE, place });
    // The first turn touches all memory; it is not counted.
    for (let turn = 0; turn <= runs; turn += 1) {
      const fetch = { gameId: GAME, catalog, install: false, sources: [source] };
      const ours = await measuredDownload(join(folder, 'receiver'), fetch);
      const theirs = await fetched(anchor, join(folder, 'fetched'));
      if (turn === 0) continue;
      turns.ours.push(ours);
      turns.theirs.push(theirs);
      say(
        `  ${turn}: ours ${ours.seconds.toFixed(2)} s, ${kind.name} ${theirs.seconds.toFixed(2)} s`,
      );
    }
    return turns;
  } finally {
    await anchor.stop();
    for (const left of [place, served]) await rm(left, { recursive: true, force: true });
  }
}

async function fetched(anchor: Anchor, folder: string): Promise<Fetched> {
  try {
    return await anchor.fetch(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function linesOf(
  { bytes }: Bench,
  { name }: AnchorKind,
  target: string,
  { ours, theirs }: Turns,
): readonly Line[] {
  if (theirs.length === 0) return [];
  const seconds = ours.map((cost) => cost.seconds);
  const against = theirs.map((one) => one.seconds);
  const line = { what: `one source against ${name}`, figure: ratioOf(seconds, against) };
  const time: Line = { ...line, unit: 'times', target };
  const theirWork = theirs.flatMap((one) => one.processorSeconds ?? []);
  if (theirWork.length === 0) return [time];
  const ourWork = ours.map((cost) => cost.processorSeconds);
  const aGigabyte = (values: readonly number[]): readonly number[] =>
    values.map((value) => (value * GIGABYTE) / bytes);
  const work = { unit: 's', target: '' };
  return [
    time,
    {
      what: `processor time of both ends, against ${name}`,
      figure: ratioOf(ourWork, theirWork),
      ...{ unit: 'times', target: 'under 1' },
    },
    { what: 'processor time a GB, ours', figure: figureOf(aGigabyte(ourWork)), ...work },
    { what: `processor time a GB, ${name}`, figure: figureOf(aGigabyte(theirWork)), ...work },
  ];
}
