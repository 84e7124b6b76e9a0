import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LoopWatch } from '../../../fixtures/loop/loop-watch.ts';
import { readOfFlood } from '../../../fixtures/wire/flood.ts';
import { startWirePeer, type WirePeer } from '../../../fixtures/wire/wire-peer.ts';
import { LanspreadError } from '../../../shared/errors.ts';
import { makeIdentity } from '../identity.ts';
import { MAX_FRAME_BYTES } from '../limits.ts';
import { encodeFrame } from '../link/frames.ts';
import { helloMessage } from '../link/hello.ts';
import { ALPN_PROTOCOL } from '../link/secure.ts';
import type { SessionId } from '../network.ts';

const HANDSHAKE_MS = 2_000;
const SILENCE_MS = 1_000;
const never = new AbortController().signal;
const loops = LoopWatch.ofWorkers();
const ownHello = { name: 'mallory', appVersion: '1.2.3', instance: 1 };
const hello = encodeFrame(helloMessage(ownHello));
const closings: (() => unknown)[] = [];

let victim: WirePeer;
let honest: WirePeer;

beforeAll(async () => {
  const limits = { handshakeMs: HANDSHAKE_MS, sessionSilenceMs: SILENCE_MS, pingMs: 100 };
  [victim, honest] = await Promise.all([startWirePeer({ limits }), startWirePeer()]);
});

beforeEach(() => {
  loops.begin();
});

afterEach(async () => {
  for (const close of closings.splice(0)) close();
  // It goes on, and finds honest peers.
  const { sessionId } = await victim.network.dial(honest.address, never);
  victim.network.hangUp(sessionId);
  await endOf(sessionId);
  expect(loops.complaints()).toEqual([]);
  expect(victim.faults).toEqual([]);
});

afterAll(async () => {
  await Promise.all([victim.network.stop(), honest.network.stop()]);
});

/** A peer with an id of its own that is called and then does what `behave` says; its address. */
async function hostile(behave: (socket: TLSSocket) => void): Promise<string> {
  const { privateKeyPem: key, certificatePem: cert } = await makeIdentity();
  const own = { key, cert, ALPNProtocols: [ALPN_PROTOCOL], minVersion: 'TLSv1.3' } as const;
  const server = createServer(
    { ...own, requestCert: true, rejectUnauthorized: false },
    (socket) => {
      closings.push(() => socket.destroy());
      behave(socket.on('error', () => undefined).resume());
    },
  );
  closings.push(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A session that the victim has opened, and the other end of it. */
async function openSession() {
  let called: TLSSocket | undefined;
  const address = await hostile((socket) => {
    called = socket;
    socket.write(hello);
  });
  const { sessionId } = await victim.network.dial(address, never);
  if (called === undefined) throw new Error('Nobody was called.');
  return { socket: called, sessionId };
}

/** Why the victim has ended a session. */
async function endOf(wanted: SessionId) {
  const find = () => victim.of('session-closed').find(({ sessionId }) => sessionId === wanted);
  await victim.until(() => find() !== undefined, `the end of session ${wanted}`);
  return find()?.reason;
}

async function failureOf(address: string): Promise<unknown> {
  const failure: unknown = await victim.network
    .dial(address, never)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LanspreadError);
  return failure;
}

function prefix(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

function framed(text: string): Buffer {
  return Buffer.concat([prefix(text.length), Buffer.from(text)]);
}

describe('a called peer whose hello is none', () => {
  it.each([0, 1, MAX_FRAME_BYTES + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1])(
    'W1: and has the length %d is refused, and nobody is listed',
    async (length) => {
      const opened = victim.of('session-opened').length;
      const address = await hostile((socket) => socket.end(Buffer.concat([prefix(length), hello])));
      expect(await failureOf(address)).toMatchObject({ code: 'peer-refused' });
      expect(victim.of('session-opened')).toHaveLength(opened);
    },
  );

  it.each([
    { what: 'an empty object', text: '{}' },
    { what: 'a list', text: '[]' },
    { what: 'another frame', text: '{"type":"ping"}' },
    { what: 'a prototype', text: '{"__proto__":{"type":"hello"}}' },
    { what: 'nested without end', text: '['.repeat(100_000) },
  ])('W6: but $what is refused', async ({ text }) => {
    const address = await hostile((socket) => socket.end(framed(text)));
    expect(await failureOf(address)).toMatchObject({ code: 'peer-refused' });
  });

  it('W8: but of another protocol number is refused with what to do', async () => {
    const other = encodeFrame({ ...helloMessage(ownHello), protocol: 99 });
    const address = await hostile((socket) => socket.end(other));
    expect(await failureOf(address)).toMatchObject({
      code: 'peer-refused',
      message: expect.stringContaining('Update this PC') as string,
    });
  });

  it.each([
    { what: 'silence', behave: () => undefined },
    {
      what: 'a byte now and then',
      behave: (socket: TLSSocket) => {
        socket.write(prefix(1_000));
        const dripping = setInterval(() => socket.write('x'), 20);
        socket.on('close', () => {
          clearInterval(dripping);
        });
      },
    },
  ])('W2: but $what is given up in time', async ({ behave }) => {
    const startMs = performance.now();
    expect(await failureOf(await hostile(behave))).toMatchObject({ code: 'peer-unreachable' });
    expect(performance.now() - startMs).toBeGreaterThan(HANDSHAKE_MS / 2);
  });

  it('W4: but an end is unreachable', async () => {
    const address = await hostile((socket) => socket.destroy());
    expect(await failureOf(address)).toMatchObject({ code: 'peer-unreachable' });
  });
});

describe('a session with a called peer that breaks the rules', () => {
  it.each([
    { what: 'a giant frame', bytes: prefix(2 ** 31) },
    { what: 'no JSON', bytes: framed('abc') },
    { what: 'a library that is none', bytes: encodeFrame({ type: 'library', revision: 'one' }) },
  ])('W1, W6: is closed as refused at $what', async ({ bytes }) => {
    const { socket, sessionId } = await openSession();
    socket.write(bytes);
    expect(await endOf(sessionId)).toBe('refused');
  });

  it('W5: and says what it may not know of, a second hello among it, is passed over', async () => {
    const { socket } = await openSession();
    const before = victim.of('session-message').length;
    const odd = ['from-the-future', 'constructor', 'library-again'];
    socket.write(Buffer.concat([hello, ...odd.map((type) => encodeFrame({ type }))]));
    await victim.event('session-message', before + 1);
    expect(victim.of('session-message').at(-1)?.message).toEqual({ type: 'library-again' });
  });

  it('W2: and falls silent is closed as silent', async () => {
    const { sessionId } = await openSession();
    expect(await endOf(sessionId)).toBe('timeout');
  });

  it('W4: and breaks off in the middle of a frame is closed', async () => {
    const { socket, sessionId } = await openSession();
    socket.write(prefix(1_000), () => socket.destroy());
    expect(await endOf(sessionId)).toBe('closed');
  });

  it('W17: and floods is read at a bounded rate', async () => {
    const { socket } = await openSession();
    expect(await readOfFlood(victim, socket)).toBeLessThan(200);
  });
});
