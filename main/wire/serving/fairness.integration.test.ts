import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopWatch } from '../../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../../fixtures/loop/use-loop-watch.ts';
import type { PeerId } from '../../../shared/domain/ids.ts';
import { SERVED, writeServed } from '../../../fixtures/wire/served-folder.ts';
import { startWirePeer, type WirePeer } from '../../../fixtures/wire/wire-peer.ts';
import { type DataConnection, openDataConnection } from '../data-connection.ts';
import { type Identity, makeIdentity } from '../identity.ts';
import { MAX_DATA_CONNECTIONS_PER_PEER } from '../limits.ts';

useLoopWatch(LoopWatch.ofWorkers());

const MIB = 1024 * 1024;
const REQUEST_BYTES = MIB;
const MODEST_PEERS = 4;

/** Connections and requests of a peer as this program is one. */
const USUAL = { connections: 2, pipelined: 2 };
const GREEDY = { connections: MAX_DATA_CONNECTIONS_PER_PEER, pipelined: 4 };

let folder: string;
let host: WirePeer;
const connections: DataConnection[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanspread-fair-'));
  host = await startWirePeer();
  host.network.publish(await writeServed(folder, { 'data.bin': new Uint8Array(4 * MIB) }));
});

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close();
  await host.network.stop();
  await rm(folder, { recursive: true });
  expect(host.faults).toEqual([]);
});

/** A peer that asks again and again, and how many bytes it has got. */
class Taker {
  bytes = 0;
  peerId: PeerId | undefined;
  readonly #connections: DataConnection[] = [];
  #isTaking = false;

  async open(identity: Identity, count: number): Promise<this> {
    this.peerId = identity.peerId;
    const target = { peerId: host.identity.peerId, address: host.address, identity };
    const hello = { name: 'taker', appVersion: '1.2.3' };
    const onBytes = (bytes: number): void => {
      this.bytes += bytes;
    };
    const { signal } = new AbortController();
    for (let index = 0; index < count; index += 1) {
      this.#connections.push(await openDataConnection({ ...target, hello, onBytes }, signal));
    }
    connections.push(...this.#connections);
    return this;
  }

  /** Asks until it is told to stop, over all connections, so many requests deep. */
  take(pipelined: number): void {
    this.#isTaking = true;
    for (const connection of this.#connections) {
      for (let index = 0; index < pipelined; index += 1) void this.#takeOn(connection);
    }
  }

  stop(): void {
    this.#isTaking = false;
  }

  async #takeOn(connection: DataConnection): Promise<void> {
    const into = new Uint8Array(REQUEST_BYTES);
    const ranges = [{ path: 'data.bin', offset: 0, length: REQUEST_BYTES }];
    const request = { ...SERVED, ranges, withHashes: false };
    // A connection that the host has cut off asks no more.
    while (this.#isTaking && connection.isOpen) {
      const answer = await connection.requestBlocks(request, into).catch(() => 'cut off');
      if (answer !== 'received') return;
    }
  }
}

async function takers(): Promise<{ greedy: Taker; modest: readonly Taker[] }> {
  const greedy = await new Taker().open(await makeIdentity(), GREEDY.connections);
  const modest: Taker[] = [];
  for (let index = 0; index < MODEST_PEERS; index += 1) {
    modest.push(await new Taker().open(await makeIdentity(), USUAL.connections));
  }
  return { greedy, modest };
}

/**
 * What each is given of the next `bytes`, once all are under way. As the host counts it: what the
 * system has in store for sixteen connections was given before.
 */
async function sharesOf(bytes: number): Promise<readonly number[]> {
  const { greedy, modest } = await takers();
  const all = [greedy, ...modest];
  greedy.take(GREEDY.pipelined);
  // It has the host for itself before the others come.
  await host.event('served');
  for (const taker of modest) taker.take(USUAL.pipelined);
  await host.until(() => modest.every((taker) => servedTo(taker) > 2 * MIB), 'bytes for all');
  const before = all.map(servedTo);
  const given = (): readonly number[] =>
    all.map((taker, index) => servedTo(taker) - (before[index] ?? 0));
  await host.until(() => sumOf(given()) >= bytes, `${bytes} bytes`);
  for (const taker of all) taker.stop();
  return given();
}

function servedTo({ peerId }: Taker): number {
  return sumOf(
    host
      .of('served')
      .filter((event) => event.peerId === peerId)
      .map((event) => event.bytes),
  );
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((left, right) => left + right, 0);
}

// 1 where all have got the same, 1/n where one has got everything.
function jainIndex(shares: readonly number[]): number {
  return sumOf(shares) ** 2 / (shares.length * sumOf(shares.map((share) => share ** 2)));
}

describe('a peer with sixteen connections', () => {
  it('W20: gets no more of a limit than one with two', async () => {
    host.network.setUploadLimit(20 * MIB);
    const shares = await sharesOf(40 * MIB);
    expect(jainIndex(shares)).toBeGreaterThan(0.95);
    expect(Math.min(...shares) / Math.max(...shares)).toBeGreaterThan(0.6);
  });
});

describe('limits that change under way', () => {
  it('hold within a tenth, before and after', async () => {
    const { modest } = await takers();
    for (const limit of [10 * MIB, 30 * MIB, 5 * MIB]) {
      host.network.setUploadLimit(limit);
      for (const taker of modest) taker.take(USUAL.pipelined);
      const rate = await measured(modest, limit);
      expect(rate / limit).toBeGreaterThan(0.9);
      expect(rate / limit).toBeLessThan(1.1);
      for (const taker of modest) taker.stop();
    }
  });

  // Bytes a second over two seconds' worth, once what is in the sockets has come.
  async function measured(all: readonly Taker[], limit: number): Promise<number> {
    const got = (): number => all.reduce((sum, taker) => sum + taker.bytes, 0);
    const settled = got() + limit / 2;
    await host.until(() => got() >= settled, 'the new limit');
    const [bytes, since] = [got(), performance.now()];
    await host.until(() => got() >= bytes + 2 * limit, `bytes at ${limit} a second`);
    return ((got() - bytes) / (performance.now() - since)) * 1000;
  }
});

describe('a pause of sharing', () => {
  it('stops all bytes within a second, answers nothing, and ends as if it never was', async () => {
    const { modest } = await takers();
    for (const taker of modest) taker.take(USUAL.pipelined);
    await host.event('served');
    const got = (): number => modest.reduce((sum, taker) => sum + taker.bytes, 0);

    const since = performance.now();
    host.network.setSharing(false);
    await allClosed();
    expect(performance.now() - since).toBeLessThan(1_000);
    const atPause = got();
    const late = await new Taker().open(await makeIdentity(), 1);
    late.take(1);
    await modest[0]?.open(await makeIdentity(), 1);
    expect([got(), late.bytes]).toEqual([atPause, 0]);

    host.network.setSharing(true);
    const served = host.of('served').length;
    const again = await new Taker().open(await makeIdentity(), 1);
    again.take(1);
    await host.event('served', served + 1);
    again.stop();
    expect(again.bytes).toBeGreaterThan(0);
  });

  async function allClosed(): Promise<void> {
    while (connections.some(({ isOpen }) => isOpen)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
});
