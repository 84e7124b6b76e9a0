import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SERVED, writeServed } from '../../../fixtures/wire/served-folder.ts';
import {
  startWirePeer,
  type WirePeer,
  type WirePeerOptions,
} from '../../../fixtures/wire/wire-peer.ts';
import type { Address } from '../../../shared/domain/peer.ts';
import { answerBytes } from '../content-requests.ts';
import { type DataConnection, openDataConnection } from '../data-connection.ts';
import { CARRIED_WINDOW_BYTES, HANDSHAKE_MS, MAX_REQUEST_BYTES } from '../limits.ts';
import { CallBackLine } from './call-back-line.ts';

const MIB = 1024 * 1024;
// What the systems at both ends hold of a connection, at most.
const SOCKET_BYTES = 24 * MIB;
const never = new AbortController().signal;
const bytes = Buffer.alloc(64 * MIB);
for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE((at * 31 + 7) >>> 0, at);

let folder: string;
const peers: WirePeer[] = [];
const servers: Server[] = [];
const closings: (() => void)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanspread-call-'));
});

afterEach(async () => {
  for (const close of closings.splice(0)) close();
  for (const server of servers.splice(0)) server.close();
  const started = peers.splice(0);
  await Promise.all(started.map(({ network }) => network.stop()));
  await rm(folder, { recursive: true });
  expect(started.flatMap(({ faults }) => faults)).toEqual([]);
});

async function start(options: WirePeerOptions = {}): Promise<WirePeer> {
  const peer = await startWirePeer(options);
  peers.push(peer);
  return peer;
}

/** A peer with a game, whose connections to the other get in, and the other. */
async function oneWay(): Promise<{ giver: WirePeer; taker: WirePeer; line: CallBackLine }> {
  const [giver, taker] = await Promise.all([start(), start()]);
  giver.network.publish(await writeServed(folder, { 'a.eti': bytes }));
  await giver.network.dial(taker.address, never);
  await taker.event('session-opened');
  return { giver, taker, line: lineOf(taker) };
}

function lineOf(peer: WirePeer): CallBackLine {
  const line = new CallBackLine(peer.network.openLine());
  closings.push(() => {
    line.close();
  });
  return line;
}

/** Where the giver says that it listens, and nothing gets in. */
async function refusing(): Promise<Address> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  return `127.0.0.1:${typeof bound === 'object' ? (bound?.port ?? 0) : 0}`;
}

/** Like a firewall that drops what comes in: a connection on which nothing is ever answered. */
async function silent(): Promise<Address> {
  const server = createServer((socket) => {
    closings.push(() => socket.destroy());
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const bound = server.address();
  return `127.0.0.1:${typeof bound === 'object' ? (bound?.port ?? 0) : 0}`;
}

async function open(
  { giver, taker, line }: { giver: WirePeer; taker: WirePeer; line?: CallBackLine },
  address: Address,
  stallMs?: number,
): Promise<DataConnection> {
  const hello = { name: 'taker', appVersion: '1.2.3' };
  const { peerId } = giver.identity;
  const connection = await openDataConnection(
    { identity: taker.identity, hello, callBacks: line, peerId, address, stallMs },
    never,
  );
  closings.push(() => {
    connection.close();
  });
  return connection;
}

async function fetched(connection: DataConnection, offset: number, length: number) {
  const request = { ...SERVED, ranges: [{ path: 'a.eti', offset, length }], withHashes: false };
  const into = Buffer.alloc(answerBytes(request));
  const outcome = await connection.requestBlocks(request, into);
  expect(outcome).toBe('received');
  return into.equals(bytes.subarray(offset, offset + length));
}

describe('a peer that can not be dialled', () => {
  it('calls back where the dial is refused, and what arrives is exactly what it has', async () => {
    const room = await oneWay();
    const connection = await open(room, await refusing());
    for (const [offset, length] of [
      [0, MAX_REQUEST_BYTES],
      [1, 1],
      [3 * MIB - 5, 2 * MIB + 17],
    ] as const) {
      expect(await fetched(connection, offset, length)).toBe(true);
    }
    expect(await room.giver.event('served')).toMatchObject({
      peerId: room.taker.identity.peerId,
    });
  });

  it('calls back where a firewall drops the dial, and is asked at once the next time', async () => {
    const room = await oneWay();
    const address = await silent();
    await open(room, address);
    expect(room.line.headStartMs(room.giver.identity.peerId)).toBe(0);
    expect(await fetched(await open(room, address), 0, MIB)).toBe(true);
  });

  it('is dialled first again once that works', async () => {
    const room = await oneWay();
    const { peerId } = room.giver.identity;
    room.line.note(peerId, 'called-back');
    room.line.note(peerId, 'dialled');
    expect(room.line.headStartMs(peerId)).toBeGreaterThan(0);
    expect(await fetched(await open(room, room.giver.address), 0, MIB)).toBe(true);
  });

  it('is not asked where this PC has opened the session itself: the dial tells what is wrong', async () => {
    const [giver, taker] = await Promise.all([start(), start()]);
    await taker.network.dial(giver.address, never);
    const startMs = performance.now();
    const opened = open({ giver, taker, line: lineOf(taker) }, await refusing());
    await expect(opened).rejects.toMatchObject({
      code: 'peer-unreachable',
      message: expect.stringContaining('has no Lanspread running') as string,
    });
    expect(performance.now() - startMs).toBeLessThan(HANDSHAKE_MS);
  });
});

describe('a connection that was called back', () => {
  it('holds up the sender while it is paused, and goes on exactly where it was', async () => {
    const room = await oneWay();
    const connection = await open(room, await refusing());
    connection.pause();
    const asked = Array.from({ length: 16 }, (_, at) =>
      fetched(connection, at * MAX_REQUEST_BYTES, MAX_REQUEST_BYTES),
    );
    const servedBytes = (): number =>
      room.giver.of('served').reduce((sum, served) => sum + served.bytes, 0);
    await room.giver.until(() => servedBytes() >= CARRIED_WINDOW_BYTES, 'a full window');
    // Others are served meanwhile, and that is when the rest would have come too.
    const other = await open(room, room.giver.address);
    for (let round = 0; round < 8; round += 1) await fetched(other, 0, MAX_REQUEST_BYTES);
    expect(servedBytes()).toBeLessThan(8 * MAX_REQUEST_BYTES + CARRIED_WINDOW_BYTES + SOCKET_BYTES);
    connection.resume();
    expect(await Promise.all(asked)).toEqual(asked.map(() => true));
  });

  it('ends with either end: closed here it is cancelled, closed there it is unreachable', async () => {
    const room = await oneWay();
    const address = await refusing();
    const [mine, theirs] = [await open(room, address), await open(room, address)];
    room.giver.network.setUploadLimit(10_000);
    const cancelled = fetched(mine, 0, MIB);
    const lost = fetched(theirs, 0, MIB);
    mine.close();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const left = expect(lost).rejects.toMatchObject({ code: 'peer-unreachable' });
    await room.giver.network.stop();
    await left;
    expect(theirs.isOpen).toBe(false);
  });

  it('that stalls is given up', async () => {
    const room = await oneWay();
    const connection = await open(room, await refusing(), 300);
    room.giver.network.setUploadLimit(1);
    await expect(fetched(connection, 0, 3 * MIB)).rejects.toMatchObject({ code: 'timeout' });
  });
});
