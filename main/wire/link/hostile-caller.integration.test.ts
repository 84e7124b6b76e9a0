import { connect as connectPlain, type Socket } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LoopWatch } from '../../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../../fixtures/loop/use-loop-watch.ts';
import { readOfFlood } from '../../../fixtures/wire/flood.ts';
import { lengthPrefix, rawFrame } from '../../../fixtures/wire/raw-frame.ts';
import { tlsOf } from '../../../fixtures/wire/tls-of.ts';
import { startWirePeer, type WirePeer } from '../../../fixtures/wire/wire-peer.ts';
import type { Offer } from '../../../shared/domain/content.ts';
import type { ContentHash, GameId } from '../../../shared/domain/ids.ts';
import type { Version } from '../../../shared/domain/version.ts';
import { type HostPort, parseAddress } from '../address.ts';
import { type Identity, makeIdentity } from '../identity.ts';
import { MAX_FRAME_BYTES, MAX_OFFERS } from '../limits.ts';
import { encodeFrame } from './frames.ts';
import { helloMessage } from './hello.ts';

useLoopWatch(LoopWatch.ofWorkers());

const HANDSHAKE_MS = 1_000;
const SILENCE_MS = 1_000;
const SLACK_MS = 4_000;
const CONNECTIONS = 40;
const ownHello = { name: 'mallory', appVersion: '1.2.3', instance: 1, listenPort: 1 };

let victim: WirePeer;
let honest: WirePeer;
let mallory: Identity;
const sockets: Socket[] = [];

beforeAll(async () => {
  const limits = { handshakeMs: HANDSHAKE_MS, sessionSilenceMs: SILENCE_MS, pingMs: 100 };
  [victim, honest, mallory] = await Promise.all([
    startWirePeer({ limits: { ...limits, dataStallMs: SILENCE_MS, connections: CONNECTIONS } }),
    startWirePeer({ limits: { pingMs: 100 } }),
    makeIdentity(),
  ]);
});

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  expect(victim.faults).toEqual([]);
});

afterAll(async () => {
  await Promise.all([victim.network.stop(), honest.network.stop()]);
});

function target(): HostPort {
  return parseAddress(victim.address) ?? { host: '', port: 0 };
}

function kept<S extends Socket>(socket: S): S {
  sockets.push(socket.on('error', () => undefined));
  return socket;
}

/** A TLS connection as a real peer opens it, but for `change`. */
async function secured(change: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = kept(
    connect({
      ...target(),
      ...tlsOf(mallory),
      ...change,
    }),
  );
  await new Promise((resolve) => socket.once('secureConnect', resolve).once('close', resolve));
  return socket;
}

/** The sessions that the victim has opened with a peer, ever. */
function sessionsWith({ peerId }: Identity) {
  return victim.of('session-opened').filter((event) => event.peerId === peerId);
}

/** A session that the victim has taken, and its number there. */
async function openSession() {
  const count = sessionsWith(mallory).length;
  const socket = await secured();
  socket.write(encodeFrame(helloMessage(ownHello, 'session')));
  await victim.until(() => sessionsWith(mallory).length > count, 'the session');
  return { socket, sessionId: sessionsWith(mallory)[count]?.sessionId ?? 0 };
}

async function openForData(): Promise<TLSSocket> {
  const socket = await secured();
  socket.write(encodeFrame(helloMessage(ownHello, 'data')));
  return socket;
}

/** How long it takes until the other end has closed the connection, in milliseconds. */
async function closedAfter(socket: Socket): Promise<number> {
  const startMs = performance.now();
  // Cut off with bytes of it unread it ends with an error here, which is as good an end.
  if (!socket.destroyed) await new Promise((end) => socket.resume().once('close', end));
  return performance.now() - startMs;
}

describe('a caller without a proven id', () => {
  it.each<{ what: string; change: ConnectionOptions }>([
    { what: 'without certificate', change: { key: undefined, cert: undefined } },
    { what: 'with another protocol', change: { ALPNProtocols: ['http/1.1'] } },
    { what: 'without protocol', change: { ALPNProtocols: undefined } },
    { what: 'with TLS 1.2', change: { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } },
  ])('$what is cut off and hears nothing', async ({ change }) => {
    const socket = await secured(change);
    const heard: Buffer[] = [];
    socket.on('data', (bytes: Buffer) => heard.push(bytes));
    await closedAfter(socket);
    expect(heard).toEqual([]);
    await honest.visit(victim);
  });

  it.each([
    { what: 'an HTTP request', bytes: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' },
    { what: 'random bytes', bytes: Buffer.from('9f8e7d6c5b4a39281706f5e4d3c2b1a0', 'hex') },
    { what: 'half a ClientHello', bytes: Buffer.from('1603010200010001fc0303', 'hex') },
    { what: 'nothing', bytes: '' },
  ])('W19, W2: who sends $what is cut off in time', async ({ bytes }) => {
    const socket = kept(connectPlain(target()));
    socket.write(bytes);
    expect(await closedAfter(socket)).toBeLessThan(HANDSHAKE_MS + SLACK_MS);
    await honest.visit(victim);
  });

  it('W2: who proves an id and then says no hello is cut off in time', async () => {
    expect(await closedAfter(await secured())).toBeLessThan(HANDSHAKE_MS + SLACK_MS);
  });

  it('W3: thirty times as many silent callers as there is room keep no honest peer out', async () => {
    const elsewhere = { ...target(), localAddress: '127.0.0.2' };
    for (let index = 0; index < 1_200; index += 1) kept(connectPlain(elsewhere));
    await honest.visit(victim);
  });
});

describe('a crowd of proven ids at one address', () => {
  it('W16: fills all there is room for, and keeps no honest peer out', async () => {
    const ids = await Promise.all(Array.from({ length: CONNECTIONS + 5 }, () => makeIdentity()));
    const opened = victim.of('session-opened').length;
    const crowd: TLSSocket[] = [];
    const ping = encodeFrame({ type: 'ping' });
    const staying = setInterval(() => {
      for (const socket of crowd) socket.write(ping);
    }, SILENCE_MS / 5);
    for (const { privateKeyPem: key, certificatePem: cert } of ids) {
      const raw = kept(connectPlain({ ...target(), localAddress: '127.0.0.2' }));
      const socket = await secured({ key, cert, socket: raw });
      if (socket.destroyed) continue;
      socket.write(encodeFrame(helloMessage(ownHello, 'session')));
      crowd.push(socket);
    }
    await victim.until(
      () => victim.of('session-opened').length >= opened + CONNECTIONS,
      'a house full of sessions',
    );
    await honest.visit(victim);
    clearInterval(staying);
  });
});

describe('a hello', () => {
  it.each([0, 1, MAX_FRAME_BYTES + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1])(
    'W1: with the length %d ends the connection, and nobody else notices',
    async (length) => {
      const socket = await secured();
      socket.write(Buffer.concat([lengthPrefix(length), Buffer.from('x')]));
      await closedAfter(socket);
      await honest.visit(victim);
    },
  );

  it.each(['{}', '[]', '{"type":"hello"}', '{"type":"ping"}', '{"__proto__":{"type":"hello"}}'])(
    'W6: that reads %s ends the connection',
    async (text) => {
      const socket = await secured();
      socket.write(rawFrame(text));
      await closedAfter(socket);
    },
  );

  it('W8: of another protocol number ends it, and is told once however often it comes', async () => {
    const before = victim.of('network-problem').length;
    const { privateKeyPem: key, certificatePem: cert } = await makeIdentity();
    for (let round = 0; round < 3; round += 1) {
      const socket = await secured({ key, cert });
      socket.write(encodeFrame({ ...helloMessage(ownHello, 'session'), protocol: 99 }));
      await closedAfter(socket);
    }
    const problem = await victim.event('network-problem', before + 1);
    expect(problem.failure.code).toBe('peer-refused');
    expect(problem.failure.message).toContain('Update this PC');
    expect(victim.of('network-problem')).toHaveLength(before + 1);
  });

  it('W6: of a session without a port to fetch from ends the connection, and nobody is listed', async () => {
    const socket = await secured();
    socket.write(encodeFrame(helloMessage({ ...ownHello, listenPort: 0 }, 'session')));
    await closedAfter(socket);
    const addresses = victim.of('session-opened').map(({ address }) => address);
    expect(addresses.filter((address) => address.endsWith(':0'))).toEqual([]);
    await honest.visit(victim);
  });

  it('S26: with the id of another in it changes nothing: the key alone counts', async () => {
    const [count, honestCount] = [sessionsWith(mallory), sessionsWith(honest.identity)];
    const socket = await secured();
    const claim = { peerId: honest.identity.peerId, id: honest.identity.peerId };
    socket.write(encodeFrame({ ...helloMessage(ownHello, 'session'), ...claim }));
    await victim.until(() => sessionsWith(mallory).length > count.length, 'the session');
    expect(sessionsWith(honest.identity)).toEqual(honestCount);
  });
});

describe('a session with a peer that breaks the rules', () => {
  it.each([
    { what: 'a giant frame', bytes: lengthPrefix(2 ** 31) },
    { what: 'no JSON', bytes: rawFrame('abc') },
    { what: 'a library that is none', bytes: encodeFrame({ type: 'library', revision: 'one' }) },
  ])('W1, W6: is closed as refused at $what', async ({ bytes }) => {
    const { socket, sessionId } = await openSession();
    socket.write(bytes);
    expect(await victim.endOf(sessionId)).toBe('refused');
    await closedAfter(socket);
    await honest.visit(victim);
  });

  it('W2: a frame that never becomes whole, byte by byte, does not keep it alive', async () => {
    const { socket, sessionId } = await openSession();
    socket.write(lengthPrefix(1_000));
    const dripping = setInterval(() => socket.write('x'), 20);
    expect(await victim.endOf(sessionId)).toBe('timeout');
    clearInterval(dripping);
  });

  it('W4: a connection that breaks off in the middle of a frame ends it as closed', async () => {
    const { socket, sessionId } = await openSession();
    socket.write(lengthPrefix(1_000), () => socket.destroy());
    expect(await victim.endOf(sessionId)).toBe('closed');
    await honest.visit(victim);
  });

  it('W17: a flood of messages is read at a bounded rate', async () => {
    const { socket } = await openSession();
    expect(await readOfFlood(victim, socket)).toBeLessThan(200);
  });

  it('W4: a peer that never reads is lost, and what waits for it is bounded', async () => {
    const { socket, sessionId } = await openSession();
    socket.pause();
    const offers = Array.from({ length: MAX_OFFERS }, (_, index): Offer => {
      const outlineHash = 'ab'.repeat(32) as ContentHash;
      return { id: `g${index}` as GameId, version: '20250301' as Version, size: 1, outlineHash };
    });
    for (let revision = 0; revision < 40; revision += 1) {
      victim.network.send(sessionId, { type: 'library', revision, offers });
      // One by one: all at once they would hold up the worker, which is not what is tried here.
      await victim.network.withdraw('nothing' as GameId);
    }
    expect(await victim.endOf(sessionId)).toBe('timeout');
    await honest.visit(victim);
  });
});

describe('a data connection of a peer that breaks the rules', () => {
  it('W2: is closed when no request comes in time, whole or in drops', async () => {
    const socket = await openForData();
    socket.write(lengthPrefix(1_000));
    const dripping = setInterval(() => socket.write('x'), 20);
    expect(await closedAfter(socket)).toBeLessThan(SILENCE_MS + SLACK_MS);
    clearInterval(dripping);
  });

  it('W5: is closed at a frame that is no request', async () => {
    const socket = await openForData();
    socket.write(encodeFrame({ type: 'ping' }));
    await closedAfter(socket);
  });

  it('W14: hears the same refusal for whatever it may not have', async () => {
    const socket = await openForData();
    const paths = ['local/save.dat', '../identity.json', '%2e%2e/x', '', 'version.ini'];
    for (const [index, path] of paths.entries()) {
      const range = { path, offset: 0, length: 1 };
      const game = { gameId: 'ggoo', version: '20250301', withHashes: false };
      socket.write(encodeFrame({ id: index, type: 'get-blocks', ...game, ranges: [range] }));
    }
    const heard: Buffer[] = [];
    for await (const bytes of socket) {
      heard.push(bytes as Buffer);
      if (Buffer.concat(heard).toString().split('not-available').length > paths.length) break;
    }
    const text = Buffer.concat(heard).toString();
    for (const index of paths.keys())
      expect(text).toContain(`{"id":${index},"status":"not-available"}`);
  });
});
