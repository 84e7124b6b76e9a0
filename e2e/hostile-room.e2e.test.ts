import { readdir } from 'node:fs/promises';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { tlsOf } from '../fixtures/wire/tls-of.ts';
import { parseAddress } from '../main/wire/address.ts';
import { openDataConnection } from '../main/wire/data-connection.ts';
import { makeIdentity } from '../main/wire/identity.ts';
import { encodeFrame } from '../main/wire/link/frames.ts';
import { helloMessage } from '../main/wire/link/hello.ts';
import type { GameId, PeerId } from '../shared/domain/ids.ts';
import type { Version } from '../shared/domain/version.ts';
import { residentMegabytes } from '../tools/bench/measured-peer.ts';
import { aCopy, MIB } from './party/copies.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const HONEST_PEERS = 20;
const ATTACK_MS = 5_000;
const CALLERS_A_TICK = 40;
const TICK_MS = 100;
const ANSWER_MS = 1_000;
const MORE_MEGABYTES = 200;
const CALM_MS = 30_000;
const PIECE = MIB / 4;
const ELSEWHERE = '127.0.0.2';
const never = new AbortController().signal;
const asked = { gameId: 'ggoo' as GameId, version: '20250101' as Version, withHashes: false };

describe('a hostile room', () => {
  const party = useParty({ isHostile: true });
  const sockets: Socket[] = [];
  const timers: NodeJS.Timeout[] = [];

  afterEach(goAway);

  it('W1, W2, W3, W17: floods keep twenty honest peers from nothing, and the process answers', async () => {
    const victim = await party.start({
      name: 'victim',
      games: [aCopy({ version: '20250101', sizes: [MIB] })],
    });
    const honest = await Promise.all(Array.from({ length: HONEST_PEERS }, () => guest(victim)));

    const before = await heldBy(victim);
    await attack(victim);
    const end = performance.now() + ATTACK_MS;
    const [pieces, slowest] = await Promise.all([
      Promise.all(honest.map((one) => fetchUntil(one, end))),
      slowestAnswer(victim, end),
    ]);

    expect(Math.min(...pieces)).toBeGreaterThan(2);
    expect(slowest).toBeLessThan(ANSWER_MS);
    expect((await heldBy(victim)).megabytes - before.megabytes).toBeLessThan(MORE_MEGABYTES);
    goAway();
    await expect
      .poll(async () => (await heldBy(victim)).handles, { timeout: CALM_MS })
      .toBeLessThanOrEqual(before.handles);
  });

  /** From an address of its own: silence, noise, endless frames and floods, again and again. */
  async function attack({ address }: Peer): Promise<void> {
    const target = { ...parseAddress(address), localAddress: ELSEWHERE };
    const own = tlsOf(await makeIdentity());
    const raw = (): Socket => kept(connectPlain({ port: 0, ...target }));
    const session = kept(connect({ ...own, socket: raw() }));
    session.write(
      encodeFrame(helloMessage({ name: 'flood', appVersion: '1', listenPort: 1 }, 'session')),
    );
    const flood = Buffer.concat(Array.from({ length: 1_000 }, () => encodeFrame({ type: 'ping' })));
    timers.push(
      setInterval(() => {
        for (let count = 0; count < CALLERS_A_TICK; count += 1) raw();
        raw().write('GET / HTTP/1.1\r\n\r\n');
        kept(connect({ ...own, socket: raw() })).write(Buffer.from([0x7f, 0xff, 0xff, 0xff]));
        if (session.writableLength < MIB) session.write(flood);
        // As a prankster's script would: the oldest make room for new ones.
        for (const socket of sockets.splice(1, sockets.length - 1_000)) socket.destroy();
      }, TICK_MS),
    );
  }

  function goAway(): void {
    for (const timer of timers.splice(0)) clearInterval(timer);
    for (const socket of sockets.splice(0)) socket.destroy();
  }

  function kept<S extends Socket>(socket: S): S {
    sockets.push(socket.on('error', () => undefined).resume());
    return socket;
  }
});

/** What a flood must not make more of. */
async function heldBy({ program: { pid = 0 } }: Peer) {
  const handles = await readdir(`/proc/${pid}/fd`);
  return { handles: handles.length, megabytes: await residentMegabytes(pid) };
}

async function guest({ peerId, address }: Peer) {
  const self = { identity: await makeIdentity(), hello: { name: 'guest', appVersion: '1' } };
  return openDataConnection({ ...self, peerId: peerId as PeerId, address }, never);
}

/** How many pieces an honest peer was given until then. */
async function fetchUntil(
  connection: Awaited<ReturnType<typeof guest>>,
  endMs: number,
): Promise<number> {
  const place = new Uint8Array(PIECE);
  const ranges = [{ path: 'data-1.bin', offset: 0, length: PIECE }];
  let pieces = 0;
  for (; performance.now() < endMs; pieces += 1) {
    expect(await connection.requestBlocks({ ...asked, ranges }, place)).toBe('received');
  }
  connection.close();
  return pieces;
}

/** The longest that an answer took until then, in milliseconds. */
async function slowestAnswer(peer: Peer, endMs: number): Promise<number> {
  let slowest = 0;
  while (performance.now() < endMs) {
    const startMs = performance.now();
    await peer.run('status');
    slowest = Math.max(slowest, performance.now() - startMs);
  }
  return slowest;
}
