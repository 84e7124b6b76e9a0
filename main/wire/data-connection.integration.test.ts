import { execFileSync } from 'node:child_process';
import { mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopWatch } from '../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../fixtures/loop/use-loop-watch.ts';
import { SERVED, writeServed } from '../../fixtures/wire/served-folder.ts';
import {
  startWirePeer,
  type WirePeer,
  type WirePeerOptions,
} from '../../fixtures/wire/wire-peer.ts';
import { BLOCK_BYTES } from '../../shared/domain/content.ts';
import type { ContentHash } from '../../shared/domain/ids.ts';
import { blake3, contentHash } from '../manifest/blake3.ts';
import { answerBytes, type ByteRange } from './content-requests.ts';
import { type DataConnection, openDataConnection } from './data-connection.ts';
import { makeIdentity } from './identity.ts';
import {
  MAX_DATA_CONNECTIONS_PER_PEER,
  MAX_PIPELINED_REQUESTS,
  MAX_REQUEST_BYTES,
} from './limits.ts';

useLoopWatch(LoopWatch.ofWorkers());

const MIB = 1024 * 1024;
const never = new AbortController().signal;

let folder: string;
const running: WirePeer[] = [];
const connections: DataConnection[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanspread-wire-'));
});

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close();
  const peers = running.splice(0);
  await Promise.all(peers.map((peer) => peer.network.stop()));
  await rm(folder, { recursive: true });
  expect(peers.flatMap((peer) => peer.faults)).toEqual([]);
});

/** Bytes that differ everywhere, so that a shifted answer is seen. */
function pattern(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE((at * 31 + seed) >>> 0, at);
  return bytes;
}

async function start(options: WirePeerOptions = {}): Promise<WirePeer> {
  const peer = await startWirePeer(options);
  running.push(peer);
  return peer;
}

/** A peer that serves these files. */
async function serving(
  contents: Readonly<Record<string, Uint8Array>>,
  options: WirePeerOptions = {},
): Promise<WirePeer> {
  const peer = await start(options);
  peer.network.publish(await writeServed(folder, contents));
  return peer;
}

const guest = await makeIdentity();

async function connectTo(peer: WirePeer, stallMs = 10_000): Promise<DataConnection> {
  const target = { peerId: peer.identity.peerId, address: peer.address, stallMs };
  const hello = { name: 'guest', appVersion: '1.2.3' };
  const connection = await openDataConnection({ ...target, identity: guest, hello }, never);
  connections.push(connection);
  return connection;
}

/** What the ranges hold, as it came over the wire; undefined where they are not available. */
async function fetched(
  connection: DataConnection,
  ranges: readonly ByteRange[],
  withHashes = false,
) {
  const request = { ...SERVED, ranges, withHashes };
  const into = new Uint8Array(answerBytes(request) + 8).fill(0xee);
  const outcome = await connection.requestBlocks(request, into);
  expect([...into.subarray(-8)].every((byte) => byte === 0xee)).toBe(true);
  return outcome === 'received' ? Buffer.from(into.subarray(0, -8)) : undefined;
}

describe('blocks', () => {
  it('arrive exactly, wherever they begin and end', async () => {
    const bytes = pattern(9 * MIB + 12_345, 1);
    const connection = await connectTo(await serving({ 'big.eti': bytes }));
    for (const [offset, length] of [
      [0, MAX_REQUEST_BYTES],
      [4 * MIB, MAX_REQUEST_BYTES],
      [8 * MIB, MIB + 12_345],
      [1, 1],
      [MIB - 1, MIB + 2],
      [9 * MIB + 12_344, 1],
    ] as const) {
      const answer = await fetched(connection, [{ path: 'big.eti', offset, length }]);
      expect(answer?.equals(bytes.subarray(offset, offset + length))).toBe(true);
    }
  });

  it('of many small files travel packed, in the order asked for', async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `small/${index}.txt`);
    const contents = Object.fromEntries(
      names.map((name, seed) => [name, pattern(1 + (seed % 500), seed)]),
    );
    const connection = await connectTo(await serving(contents));
    const order = names.toReversed();
    const ranges = order.map((path) => ({
      path,
      offset: 0,
      length: contents[path]?.byteLength ?? 0,
    }));
    const expected = Buffer.concat(order.map((path) => contents[path] ?? Buffer.alloc(0)));
    expect((await fetched(connection, ranges))?.equals(expected)).toBe(true);
  });

  it("bring the sender's hash of each range where it is wanted", async () => {
    const contents = { 'a.eti': pattern(3 * MIB + 1, 1), 'b.eti': pattern(100, 2) };
    const connection = await connectTo(await serving(contents));
    const ranges = [
      { path: 'a.eti', offset: 5, length: 3 * MIB - 9 },
      { path: 'b.eti', offset: 0, length: 100 },
    ];
    const parts = [contents['a.eti'].subarray(5, 3 * MIB - 4), contents['b.eti']];
    const expected = Buffer.concat([...parts, ...parts.map((part) => blake3(part))]);
    expect((await fetched(connection, ranges, true))?.equals(expected)).toBe(true);
  });

  it('are answered in order when many requests are under way', async () => {
    const bytes = pattern(16 * MIB, 3);
    const connection = await connectTo(await serving({ 'big.eti': bytes }));
    const offsets = Array.from({ length: MAX_PIPELINED_REQUESTS }, (_, index) => index * MIB);
    const order: number[] = [];
    await Promise.all(
      offsets.map(async (offset) => {
        const answer = await fetched(connection, [{ path: 'big.eti', offset, length: MIB }]);
        expect(answer?.equals(bytes.subarray(offset, offset + MIB))).toBe(true);
        order.push(offset);
      }),
    );
    expect(order).toEqual(offsets);
  });

  it('over a limit are not even asked for, and the connection lives', async () => {
    const connection = await connectTo(await serving({ 'a.eti': pattern(10, 1) }));
    const range = { path: 'a.eti', offset: 0, length: 10 };
    const request = { ...SERVED, withHashes: false };
    const into = new Uint8Array(MAX_REQUEST_BYTES + 1);
    for (const ranges of [[], [{ ...range, length: MAX_REQUEST_BYTES + 1 }]]) {
      const asked = connection.requestBlocks({ ...request, ranges }, into);
      await expect(asked).rejects.toMatchObject({ code: 'bad-argument' });
    }
    const small = connection.requestBlocks({ ...request, ranges: [range] }, new Uint8Array(9));
    await expect(small).rejects.toMatchObject({ code: 'bad-argument' });
    expect(connection.isOpen).toBe(true);
    expect(await fetched(connection, [range])).toBeDefined();
  });

  it('are told of as they arrive and as they are served', async () => {
    const peer = await serving({ 'a.eti': pattern(3 * MIB, 1) });
    let arrived = 0;
    const target = { peerId: peer.identity.peerId, address: peer.address, identity: guest };
    const connection = await openDataConnection(
      {
        ...target,
        hello: { name: 'guest', appVersion: '1' },
        onBytes: (bytes) => {
          arrived += bytes;
        },
      },
      never,
    );
    connections.push(connection);
    await fetched(connection, [{ path: 'a.eti', offset: 0, length: 3 * MIB }]);
    expect(arrived).toBe(3 * MIB);
    const served = await peer.event('served');
    expect(served).toMatchObject({ peerId: guest.peerId, bytes: 3 * MIB });
  });
});

describe('descriptors', () => {
  it('arrive as they were published, and only those that are there', async () => {
    const peer = await start();
    const game = await writeServed(folder, { 'a.eti': pattern(10, 1) });
    const manifest = pattern(3 * MIB + 3, 5);
    peer.network.publish({ ...game, manifest });
    const connection = await connectTo(peer);
    const outline = await connection.requestDescriptors({ ...SERVED, form: 'outline' });
    expect(Buffer.from(outline ?? [])).toEqual(Buffer.from(game.outline));
    const got = await connection.requestDescriptors({ ...SERVED, form: 'manifest' });
    expect(manifest.equals(got ?? Buffer.alloc(0))).toBe(true);
    peer.network.publish(game);
    const gone = await connection.requestDescriptors({ ...SERVED, form: 'manifest' });
    expect(gone).toBeUndefined();
  });
});

describe('S12: what may not be served', () => {
  it('is declined, and the next request on the same connection is answered', async () => {
    const connection = await connectTo(await serving({ 'a.eti': pattern(10, 1) }));
    const range = { path: 'a.eti', offset: 0, length: 10 };
    for (const bad of [
      { path: 'local/save.dat', offset: 0, length: 1 },
      { path: '../identity.json', offset: 0, length: 1 },
      { path: 'a.eti', offset: 5, length: 6 },
    ]) {
      expect(await fetched(connection, [range, bad])).toBeUndefined();
    }
    expect(await fetched(connection, [range])).toBeDefined();
  });

  it.each([
    {
      what: 'is a link now',
      harm: async (file: string) => {
        await rename(file, `${file}.moved`);
        await symlink(`${file}.moved`, file);
      },
    },
    {
      what: 'is a pipe now',
      harm: async (file: string) => {
        await rm(file);
        execFileSync('mkfifo', [file]);
      },
    },
    { what: 'is gone', harm: (file: string) => rm(file) },
    { what: 'has become shorter', harm: (file: string) => truncate(file, 5) },
    {
      what: 'is another file of the same size',
      harm: async (file: string) => {
        await writeFile(`${file}.new`, pattern(2 * MIB, 9));
        await rename(`${file}.new`, file);
      },
    },
  ])('T4: a file that $what is declined, told once, and forgotten', async ({ harm }) => {
    const peer = await serving({ 'a.eti': pattern(2 * MIB, 1), 'b.eti': pattern(10, 2) });
    const connection = await connectTo(peer);
    await harm(join(folder, 'a.eti'));
    const range = { path: 'a.eti', offset: 0, length: 100 };
    expect(await fetched(connection, [range])).toBeUndefined();
    expect(await fetched(connection, [{ ...range, length: 2 * MIB }])).toBeUndefined();
    expect(await peer.event('content-gone')).toMatchObject({
      ...{ path: 'a.eti', gameId: 'ggoo' },
    });
    expect(await fetched(connection, [{ path: 'b.eti', offset: 0, length: 10 }])).toBeDefined();
    expect(peer.of('content-gone')).toHaveLength(1);
  });

  it('a file that shrinks while it is served ends the connection, never with other bytes', async () => {
    const peer = await serving({ 'a.eti': pattern(8 * MIB, 1) });
    const connection = await connectTo(peer);
    await fetched(connection, [{ path: 'a.eti', offset: 0, length: MIB }]);
    await truncate(join(folder, 'a.eti'), 6 * MIB);
    const answer = fetched(connection, [{ path: 'a.eti', offset: 4 * MIB, length: 4 * MIB }]);
    await expect(answer).rejects.toMatchObject({ code: 'peer-unreachable' });
    expect((await peer.event('content-gone')).path).toBe('a.eti');
  });
});

describe('W15: a withdrawn game', () => {
  it('is not served once the withdrawal is confirmed, while one that is published anew is', async () => {
    const peer = await start();
    const game = await writeServed(folder, { 'a.eti': pattern(8 * MIB, 1) });
    peer.network.publish(game);
    const connection = await connectTo(peer);
    const range = { path: 'a.eti', offset: 0, length: MAX_REQUEST_BYTES };
    const underWay = Array.from({ length: 8 }, () => fetched(connection, [range]));
    await peer.network.withdraw(SERVED.gameId);
    expect(await fetched(connection, [range])).toBeUndefined();
    const answers = await Promise.all(underWay);
    const whole = pattern(8 * MIB, 1).subarray(0, MAX_REQUEST_BYTES);
    expect(answers.every((answer) => answer === undefined || answer.equals(whole))).toBe(true);
    peer.network.publish(game);
    expect(await fetched(connection, [range])).toBeDefined();
  });

  it('cuts off a peer that does not take what it asked for', async () => {
    const peer = await serving({ 'a.eti': pattern(64 * MIB, 1) }, { limits: { withdrawMs: 300 } });
    const connection = await connectTo(peer);
    connection.pause();
    const range = { path: 'a.eti', offset: 0, length: MAX_REQUEST_BYTES };
    const asked = Array.from({ length: MAX_PIPELINED_REQUESTS }, () =>
      fetched(connection, [range]),
    );
    const settled = Promise.allSettled(asked);
    // More was asked for than the system's buffers hold, so the sender is stuck by now or soon.
    await peer.event('served');
    await peer.network.withdraw(SERVED.gameId);
    connection.resume();
    const outcomes = await settled;
    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
  });
});

describe('a download that has ended', () => {
  it('S21: waits for nobody who has asked for its blocks and stands still', async () => {
    // Whoever waited for the other limit would wait for ever here.
    const limits = { unshareMs: 100, withdrawMs: 600_000 };
    const peer = await start({ limits });
    const blocks = Array.from({ length: 8 }, (_, seed) => pattern(BLOCK_BYTES, seed));
    const bytes = Buffer.concat(blocks);
    await writeServed(folder, { 'a.eti': bytes });
    const outline = { files: [{ path: 'a.eti', size: bytes.length }], emptyFolders: [] };
    const hashes = blocks.map((block) => contentHash(block));
    const blockHashes = Buffer.from(hashes.join(''), 'hex');
    peer.network.share({ gameId: SERVED.gameId, folder, outline, blockHashes });
    peer.network.shareBlocks(SERVED.gameId, [...hashes.keys()]);
    const connection = await connectTo(peer);
    const ask = (hash: ContentHash) => {
      const request = { gameId: SERVED.gameId, hashes: [hash] };
      return connection.requestHashedBlocks(request, new Uint8Array(BLOCK_BYTES));
    };
    connection.pause();
    const settled = Promise.allSettled(hashes.map(ask));
    await peer.event('served');
    await peer.network.unshare(SERVED.gameId);
    connection.resume();
    const outcomes = await settled;
    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
  });
});

describe('the upload limit', () => {
  it('is kept within a tenth over all peers together, and is lifted again', async () => {
    const peer = await serving({ 'a.eti': pattern(4 * MIB, 1) });
    const each = await Promise.all([connectTo(peer), connectTo(peer)]);
    peer.network.setUploadLimit(2_000_000);
    const range = { path: 'a.eti', offset: 0, length: MIB };
    const startMs = performance.now();
    await Promise.all(each.flatMap((one) => [fetched(one, [range]), fetched(one, [range])]));
    const perSecond = (4 * MIB * 1000) / (performance.now() - startMs);
    expect(perSecond).toBeLessThan(2_200_000);
    expect(perSecond).toBeGreaterThan(1_600_000);
    peer.network.setUploadLimit(0);
    const againMs = performance.now();
    await Promise.all(each.map((one) => fetched(one, [{ ...range, length: 4 * MIB }])));
    expect(performance.now() - againMs).toBeLessThan(2_000);
  });
});

describe('a data connection', () => {
  it('S26: to a peer that proves another id is refused', async () => {
    const [peer, other] = await Promise.all([serving({}), makeIdentity()]);
    const target = { identity: guest, peerId: other.peerId, address: peer.address };
    const opened = openDataConnection({ ...target, hello: { name: 'g', appVersion: '1' } }, never);
    await expect(opened).rejects.toMatchObject({ code: 'peer-refused' });
  });

  it('fails at once when the peer goes away, and stays failed', async () => {
    const peer = await serving({ 'a.eti': pattern(8 * MIB, 1) });
    const connection = await connectTo(peer);
    peer.network.setUploadLimit(10_000);
    const range = { path: 'a.eti', offset: 0, length: MIB };
    const asked = [fetched(connection, [range]), fetched(connection, [range])];
    const settled = Promise.allSettled(asked);
    await peer.network.stop();
    for (const outcome of await settled) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'peer-unreachable' } });
    }
    expect(connection.isOpen).toBe(false);
    await expect(fetched(connection, [range])).rejects.toMatchObject({ code: 'peer-unreachable' });
  });

  it('that is closed here fails what waits as cancelled', async () => {
    const peer = await serving({ 'a.eti': pattern(8 * MIB, 1) });
    const connection = await connectTo(peer);
    peer.network.setUploadLimit(10_000);
    const asked = fetched(connection, [{ path: 'a.eti', offset: 0, length: MIB }]);
    connection.close();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('that stalls is given up, but not while it is paused', async () => {
    const peer = await serving({ 'a.eti': pattern(8 * MIB, 1) });
    const connection = await connectTo(peer, 300);
    peer.network.setUploadLimit(1);
    const range = { path: 'a.eti', offset: 0, length: 3 * MIB };
    const paused = await connectTo(peer, 300);
    paused.pause();
    const waiting = fetched(paused, [range]);
    await expect(fetched(connection, [range])).rejects.toMatchObject({ code: 'timeout' });
    expect(paused.isOpen).toBe(true);
    paused.close();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('goes on where it was after a pause', async () => {
    const bytes = pattern(4 * MIB, 1);
    const connection = await connectTo(await serving({ 'a.eti': bytes }));
    connection.pause();
    const asked = fetched(connection, [{ path: 'a.eti', offset: 0, length: 4 * MIB }]);
    connection.resume();
    expect((await asked)?.equals(bytes)).toBe(true);
  });

  it('beyond what one peer may hold is closed, and those it has go on', async () => {
    const peer = await serving({ 'a.eti': pattern(10, 1) });
    const range = { path: 'a.eti', offset: 0, length: 10 };
    const held = [];
    for (let count = 0; count < MAX_DATA_CONNECTIONS_PER_PEER; count += 1) {
      const connection = await connectTo(peer);
      expect(await fetched(connection, [range])).toBeDefined();
      held.push(connection);
    }
    const extra = connectTo(peer).then((connection) => fetched(connection, [range]));
    await expect(extra).rejects.toMatchObject({ code: 'peer-unreachable' });
    for (const connection of held) expect(await fetched(connection, [range])).toBeDefined();
  });
});
