import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LoopWatch } from '../../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../../fixtures/loop/use-loop-watch.ts';
import { CalledStranger } from '../../../fixtures/wire/called-stranger.ts';
import { readOfFlood } from '../../../fixtures/wire/flood.ts';
import { lengthPrefix, rawFrame } from '../../../fixtures/wire/raw-frame.ts';
import { startWirePeer, type WirePeer } from '../../../fixtures/wire/wire-peer.ts';
import { LanspreadError } from '../../../shared/errors.ts';
import { makeIdentity } from '../identity.ts';
import { MAX_FRAME_BYTES } from '../limits.ts';
import { encodeFrame } from '../link/frames.ts';
import { helloMessage } from '../link/hello.ts';

useLoopWatch(LoopWatch.ofWorkers());

const HANDSHAKE_MS = 2_000;
const SILENCE_MS = 1_000;
const never = new AbortController().signal;
const ownHello = { name: 'mallory', appVersion: '1.2.3', instance: 1 };
const hello = encodeFrame(helloMessage(ownHello));
const strangers: CalledStranger[] = [];

let victim: WirePeer;
let honest: WirePeer;

beforeAll(async () => {
  const limits = { handshakeMs: HANDSHAKE_MS, sessionSilenceMs: SILENCE_MS, pingMs: 100 };
  [victim, honest] = await Promise.all([startWirePeer({ limits }), startWirePeer()]);
});

afterEach(async () => {
  for (const stranger of strangers.splice(0)) stranger.stop();
  // It goes on, and finds honest peers.
  await victim.visit(honest);
  expect(victim.faults).toEqual([]);
});

afterAll(async () => {
  await Promise.all([victim.network.stop(), honest.network.stop()]);
});

/** The address of a peer with an id of its own that is called and then does what `behave` says. */
async function hostile(behave: (socket: TLSSocket) => void): Promise<string> {
  const stranger = await CalledStranger.listen(await makeIdentity(), behave);
  strangers.push(stranger);
  return stranger.address;
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

async function failureOf(address: string): Promise<unknown> {
  const failure: unknown = await victim.network
    .dial(address, never)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LanspreadError);
  return failure;
}

describe('a called peer whose hello is none', () => {
  it.each([0, 1, MAX_FRAME_BYTES + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1])(
    'W1: and has the length %d is refused, and nobody is listed',
    async (length) => {
      const opened = victim.of('session-opened').length;
      const address = await hostile((socket) =>
        socket.end(Buffer.concat([lengthPrefix(length), hello])),
      );
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
    const address = await hostile((socket) => socket.end(rawFrame(text)));
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
        socket.write(lengthPrefix(1_000));
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
    { what: 'a giant frame', bytes: lengthPrefix(2 ** 31) },
    { what: 'no JSON', bytes: rawFrame('abc') },
    { what: 'a library that is none', bytes: encodeFrame({ type: 'library', revision: 'one' }) },
  ])('W1, W6: is closed as refused at $what', async ({ bytes }) => {
    const { socket, sessionId } = await openSession();
    socket.write(bytes);
    expect(await victim.endOf(sessionId)).toBe('refused');
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
    expect(await victim.endOf(sessionId)).toBe('timeout');
  });

  it('W4: and breaks off in the middle of a frame is closed', async () => {
    const { socket, sessionId } = await openSession();
    socket.write(lengthPrefix(1_000), () => socket.destroy());
    expect(await victim.endOf(sessionId)).toBe('closed');
  });

  it('W17: and floods is read at a bounded rate', async () => {
    const { socket } = await openSession();
    expect(await readOfFlood(victim, socket)).toBeLessThan(200);
  });
});
