import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fuzzing } from '../../../fixtures/fuzzing.ts';
import { LoopWatch } from '../../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../../fixtures/loop/use-loop-watch.ts';
import { SERVED, writeServed } from '../../../fixtures/wire/served-folder.ts';
import { startWirePeer, type WirePeer } from '../../../fixtures/wire/wire-peer.ts';
import type { Version } from '../../../shared/domain/version.ts';
import { type DataConnection, openDataConnection } from '../data-connection.ts';
import { makeIdentity } from '../identity.ts';
import { SERVE_BUFFER_BYTES, WITHDRAW_MS } from '../limits.ts';

useLoopWatch(LoopWatch.ofWorkers());

// A thousand in `npm run test:fuzz`.
const ROUNDS = fuzzing(100, 0.01).numRuns;
const SWAPS = 300;
const CONNECTIONS = 4;
const PATIENT = { timeout: 120_000 + ROUNDS * 1_000 };
// Read in two goes, so that something can happen in between.
const LARGE = SERVE_BUFFER_BYTES * 1.5;
const SMALL = SERVE_BUFFER_BYTES / 4;
const CANARY = 0xcc;
const OWN = 0x11;
const never = new AbortController().signal;
const guest = await makeIdentity();

const VERSIONS = ['20250301', '20250302'].map((text, index) => {
  return { version: text as Version, bytes: Buffer.alloc(LARGE, index + 1) };
});

// In a process of its own, so that it happens between any two steps of the one that serves.
const SWAPPER = `
  import { renameSync, rmSync, symlinkSync } from 'node:fs';
  const [kept, place, target] = process.argv.slice(1);
  process.on('message', () => process.exit(0));
  const swap = () => {
    for (let count = 0; count < 20; count += 1) {
      renameSync(place, kept);
      symlinkSync(target, place);
      rmSync(place);
      renameSync(kept, place);
    }
    setImmediate(swap);
  };
  swap();
  process.send('begun');`;

describe('a copy that changes while it is served', () => {
  let root: string;
  let folder: string;
  let host: WirePeer;
  const connections: DataConnection[] = [];
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lanspread-changing-'));
    folder = join(root, 'games', 'ggoo');
    host = await startWirePeer();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const connection of connections.splice(0)) connection.close();
    await host.network.stop();
    await rm(root, { recursive: true });
    expect(host.faults).toEqual([]);
  });

  it(
    'W15: is never mixed, though operation after operation begins in mid-answer',
    PATIENT,
    async () => {
      const game = await writeServed(folder, { 'a.eti': new Uint8Array(LARGE) });
      const takers = await Promise.all(Array.from({ length: CONNECTIONS }, () => aTaker()));
      const tally = { whole: 0, declined: 0 };
      let isOver = false;
      const taking = takers.map(async (taker, index) => {
        const wanted = versionOf(index);
        while (!isOver) {
          const answer = await take(taker, { ...wanted, path: 'a.eti', length: LARGE });
          if (answer && !answer.equals(wanted.bytes)) throw new Error('An answer was mixed.');
          tally[answer ? 'whole' : 'declined'] += 1;
        }
      });
      const taken = Promise.all(taking);
      let slowestMs = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const { version, bytes } = versionOf(round);
        // The very same file with other bytes, as nothing but the withdrawal keeps from being read.
        await writeFile(join(folder, 'a.eti'), bytes, { flag: 'r+' });
        host.network.publish({ ...game, version });
        await Promise.race([midAnswer(tally, round), taken]);
        const startMs = performance.now();
        await host.network.withdraw(SERVED.gameId);
        slowestMs = Math.max(slowestMs, performance.now() - startMs);
      }
      isOver = true;
      await taken;
      expect(slowestMs).toBeLessThan(WITHDRAW_MS);
      expect(tally.whole).toBeGreaterThan(ROUNDS / 2);
      expect(tally.declined).toBeGreaterThan(ROUNDS / 2);
    },
  );

  it.each(['a.eti', 'maps/b.eti'])(
    'T4: is given from nowhere else, though the way to %s is a link in every other moment',
    PATIENT,
    async (path) => {
      const bytes = Buffer.alloc(SMALL, OWN);
      const game = await writeServed(folder, { 'a.eti': bytes, 'maps/b.eti': bytes });
      await mkdir(join(root, 'maps'));
      await writeFile(join(root, path), Buffer.alloc(SMALL, CANARY));
      const swapper = await swapping(dirname(path) === '.' ? path : dirname(path));
      const takers = await Promise.all(Array.from({ length: CONNECTIONS }, () => aTaker()));
      const tally = { own: 0, declined: 0, other: 0 };
      for (let round = 0; round < SWAPS; round += 1) {
        // What has proven to be gone is forgotten until it is published anew.
        host.network.publish(game);
        // A file that is read as a whole is opened in another way than one that is read in part.
        const asked = takers.map((taker, index) =>
          take(taker, { version: SERVED.version, path, length: SMALL / (1 + (index % 2)) }),
        );
        for (const answer of await Promise.all(asked)) {
          if (answer === undefined) tally.declined += 1;
          else tally[answer.every((byte) => byte === OWN) ? 'own' : 'other'] += 1;
        }
      }
      const ended = once(swapper, 'exit');
      swapper.send('end');
      await ended;
      expect(tally.other).toBe(0);
      expect(tally.own).toBeGreaterThan(0);
      expect(tally.declined).toBeGreaterThan(0);
    },
  );

  async function aTaker(): Promise<DataConnection> {
    const target = { peerId: host.identity.peerId, address: host.address, identity: guest };
    const hello = { name: 'guest', appVersion: '1' };
    const connection = await openDataConnection({ ...target, hello }, never);
    connections.push(connection);
    return connection;
  }

  /** Begins to put a link to what lies outside in the place of `what`, and back, without end. */
  async function swapping(what: string): Promise<ChildProcess> {
    const paths = [join(root, 'kept'), join(folder, what), join(root, what)];
    const child = spawn(process.execPath, ['--input-type=module', '-e', SWAPPER, ...paths], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    children.push(child);
    await once(child, 'message');
    return child;
  }
});

function versionOf(index: number) {
  const wanted = VERSIONS[index % VERSIONS.length];
  if (wanted === undefined) throw new Error('There are no versions.');
  return wanted;
}

interface Wanted {
  readonly version: Version;
  readonly path: string;
  readonly length: number;
}

/** The first bytes of a file, or undefined where they are not given. */
async function take(connection: DataConnection, { version, path, length }: Wanted) {
  const into = Buffer.alloc(length);
  const ranges = [{ path, offset: 0, length }];
  const { gameId } = SERVED;
  const request = { gameId, version, ranges, withHashes: false };
  const outcome = await connection.requestBlocks(request, into);
  return outcome === 'received' ? into : undefined;
}

/** Some moment after a publication: now, soon, or when a first answer was whole and others are under way. */
async function midAnswer(tally: { readonly whole: number }, round: number): Promise<void> {
  const before = tally.whole;
  const turns = round % 8;
  for (let turn = 0; turn < turns; turn += 1) await aTurn();
  const limitMs = performance.now() + WITHDRAW_MS;
  while (turns % 2 === 1 && tally.whole === before) {
    if (performance.now() > limitMs) throw new Error('Nothing was given in time.');
    await aTurn();
  }
}

function aTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
