import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Peer, type PeerHome } from '../../../e2e/party/peer.ts';
import { contentBlocks, seeded } from '../../../fixtures/content/content.ts';
import { writeCatalog } from '../../../fixtures/games/write-catalog.ts';
import { writeGame } from '../../../fixtures/games/write-game.ts';
import { endHeader, mainHeader, SIGNATURE } from '../../../fixtures/rar/blocks.ts';
import { packedFile } from '../../../fixtures/rar/packed-archive.ts';
import { packedRar5 } from '../../../fixtures/rar/packed-data.ts';
import { isInstalled } from '../anchors/installed.ts';
import { figureOf, ratioOf } from '../figures.ts';
import type { Bench, Line, Row } from '../row.ts';
import { GAME, untilHashed } from '../sources.ts';

const MEBIBYTE = 1024 * 1024;
const MAX_STORED_BYTES = 1024 * MEBIBYTE;
const STORED_FILES = 8;

/** Compressed once, and unpacked so many times: what packs it is made to be simple, not to be fast. */
const PACKED_FILE_BYTES = 4 * MEBIBYTE;
const PACKED_FILES = 48;
const WORDS = 4_000;
const WORD_BYTES = 8;

/** The unpackers that Lanspread is held against, and how each is told to. */
const ANCHORS = [
  { name: 'bsdtar', args: (archive: string, to: string) => ['-x', '-f', archive, '-C', to] },
  { name: '7z', args: (archive: string, to: string) => ['x', '-y', '-bd', `-o${to}`, archive] },
] as const;

type Anchor = (typeof ANCHORS)[number];

/** An install with all its checks, against plain unpackers. */
export const install: Row = {
  name: 'install',
  about: 'installing a stored and a compressed archive, against bsdtar and 7z',
  measure: async (bench) => [
    ...(await measureArchive(bench, {
      ...{ what: 'stored archive', target: 'at most 1.3' },
      write: (gamesDir) => writeStored(gamesDir, Math.min(bench.bytes, MAX_STORED_BYTES)),
    })),
    ...(await measureArchive(bench, {
      ...{ what: 'compressed archive', target: 'at most 0.9' },
      write: writePacked,
    })),
  ],
};

interface Kind {
  readonly what: string;
  /** Against bsdtar. */
  readonly target: string;
  /** Gives the bytes that it holds. */
  readonly write: (gamesDir: string) => Promise<number>;
}

async function writeStored(gamesDir: string, bytes: number): Promise<number> {
  const size = Math.floor(bytes / STORED_FILES);
  const names = Array.from({ length: STORED_FILES }, (_, index) => `data-${index}.bin`);
  const archive = Object.fromEntries(names.map((name) => [name, seeded(name, size)]));
  await writeGame(gamesDir, { id: GAME, version: '20250101', archive });
  return size * STORED_FILES;
}

async function writePacked(gamesDir: string): Promise<number> {
  const folder = await writeGame(gamesDir, { id: GAME, version: '20250101' });
  const content = wordsOf(PACKED_FILE_BYTES);
  const packed = packedRar5(content);
  const names = Array.from({ length: PACKED_FILES }, (_, index) => `data-${index}.txt`);
  const files = names.map((name) => packedFile(name, content, { packed }));
  const archive = Buffer.concat([SIGNATURE, mainHeader(), ...files, endHeader()]);
  await writeFile(join(folder, `${GAME}.eti`), archive);
  return PACKED_FILE_BYTES * PACKED_FILES;
}

// Half of it is repeated, as in what games have.
function wordsOf(bytes: number): Buffer {
  const noise = Buffer.concat([...contentBlocks(seeded('words', WORDS * WORD_BYTES + bytes))]);
  const content = Buffer.alloc(bytes);
  for (let at = 0; at + WORD_BYTES <= bytes; at += WORD_BYTES) {
    const word = noise.readUInt16LE(WORDS * WORD_BYTES + (at % bytes)) % WORDS;
    noise.copy(content, at, word * WORD_BYTES, (word + 1) * WORD_BYTES);
  }
  return content;
}

async function measureArchive(bench: Bench, kind: Kind): Promise<readonly Line[]> {
  const folder = join(bench.folder, kind.what.replace(' ', '-'));
  const home = {
    ...{ name: 'player', catalog: join(folder, 'catalog.json') },
    ...{ gamesDir: join(folder, 'games'), stateDir: join(folder, 'state') },
  };
  await mkdir(folder, { recursive: true });
  await writeCatalog(home.catalog, [GAME]);
  const bytes = await kind.write(home.gamesDir);
  const anchors = await usableAnchors(bench, home, kind);
  const peer = new Peer(home, []);
  try {
    await untilHashed(peer);
    return linesOf(kind, bytes, await takeTurns(bench, { peer, anchors, what: kind.what }));
  } finally {
    await peer.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

// Some know the format only in part: whether one can unpack this is seen by having it do so.
async function usableAnchors(
  bench: Bench,
  home: PeerHome,
  { what }: Kind,
): Promise<readonly Anchor[]> {
  const usable: Anchor[] = [];
  for (const anchor of ANCHORS) {
    const option = anchor.name === '7z' ? 'i' : '--version';
    if (!isInstalled(anchor.name, option)) {
      bench.missing(`${anchor.name}, which is not installed`);
    } else if (Number.isNaN(await unpackSeconds(anchor, home))) {
      bench.missing(`${anchor.name}, which can't unpack the ${what}`);
    } else usable.push(anchor);
  }
  return usable;
}

interface Turns {
  readonly ours: number[];
  readonly byAnchor: ReadonlyMap<Anchor, number[]>;
}

async function takeTurns(
  { runs, say }: Bench,
  given: { readonly peer: Peer; readonly anchors: readonly Anchor[]; readonly what: string },
): Promise<Turns> {
  const { peer, anchors, what } = given;
  const turns: Turns = { ours: [], byAnchor: new Map(anchors.map((anchor) => [anchor, []])) };
  // The first turn touches all memory; it is not counted.
  for (let turn = 0; turn <= runs; turn += 1) {
    const ours = await installSeconds(peer);
    if (turn > 0) turns.ours.push(ours);
    const told = [`ours ${ours.toFixed(2)} s`];
    for (const [anchor, seconds] of turns.byAnchor) {
      const theirs = await unpackSeconds(anchor, peer.home);
      if (turn > 0) seconds.push(theirs);
      told.push(`${anchor.name} ${theirs.toFixed(2)} s`);
    }
    if (turn > 0) say(`  ${what}, ${turn}: ${told.join(', ')}`);
  }
  return turns;
}

async function installSeconds(peer: Peer): Promise<number> {
  const start = performance.now();
  await peer.run('install', { game_id: GAME });
  const seconds = (performance.now() - start) / 1_000;
  await peer.run('uninstall', { game_id: GAME });
  return seconds;
}

/** NaN where the unpacker fails. */
async function unpackSeconds({ name, args }: Anchor, home: PeerHome): Promise<number> {
  const to = join(home.gamesDir, '..', 'unpacked');
  await mkdir(to, { recursive: true });
  const archive = join(home.gamesDir, GAME, `${GAME}.eti`);
  const start = performance.now();
  const child = spawn(name, args(archive, to), { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number];
  const seconds = (performance.now() - start) / 1_000;
  await rm(to, { recursive: true, force: true });
  return code === 0 ? seconds : NaN;
}

function linesOf({ what, target }: Kind, bytes: number, turns: Turns): readonly Line[] {
  const against = [...turns.byAnchor].map(([{ name }, seconds]): Line => ({
    ...{ what: `install of a ${what}, against ${name}`, unit: 'times' },
    figure: ratioOf(turns.ours, seconds),
    target: name === 'bsdtar' ? target : '',
  }));
  const speed = turns.ours.map((seconds) => bytes / 1e6 / seconds);
  return [
    ...against,
    { what: `install of a ${what}`, figure: figureOf(speed), unit: 'MB/s', target: '' },
  ];
}
