import { once } from 'node:events';
import { createServer as createPlain, type Server, type Socket } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { LoopWatch } from '../../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../../fixtures/loop/use-loop-watch.ts';
import { tlsOf } from '../../../fixtures/wire/tls-of.ts';
import { startWirePeer, type WirePeer } from '../../../fixtures/wire/wire-peer.ts';
import { parseAddress } from '../address.ts';
import { openDataConnection } from '../data-connection.ts';
import { type Identity, makeIdentity } from '../identity.ts';
import { MAX_DATA_CONNECTIONS_PER_PEER, MESSAGE_BURST, type WireLimits } from '../limits.ts';
import { FramedSocket } from '../link/framed-socket.ts';
import { encodeFrame } from '../link/frames.ts';
import { helloMessage } from '../link/hello.ts';
import { parseSessionFrame } from '../session/session-frames.ts';
import { CallBackLine } from './call-back-line.ts';

useLoopWatch(LoopWatch.ofWorkers());

const WAIT_MS = 10_000;
const TICKET = 'ab'.repeat(16);
const never = new AbortController().signal;
const closings: (() => unknown)[] = [];
const victims: WirePeer[] = [];

afterEach(async () => {
  for (const close of closings.splice(0)) await close();
  expect(victims.splice(0).flatMap(({ faults }) => faults)).toEqual([]);
});

async function startVictim(
  limits: Partial<WireLimits> = {},
): Promise<{ victim: WirePeer; line: CallBackLine }> {
  const victim = await startWirePeer({ limits });
  victims.push(victim);
  const line = new CallBackLine(victim.network.openLine());
  closings.push(() => victim.network.stop(), line.close.bind(line));
  return { victim, line };
}

function kept<S extends Socket>(socket: S): S {
  closings.push(() => socket.destroy());
  return socket.on('error', () => undefined);
}

/** A connection of a stranger, whose hello has these words. */
async function call(
  victim: WirePeer,
  identity: Identity,
  ...hello: Parameters<typeof helloMessage>
) {
  const socket = kept(connect({ ...parseAddress(victim.address), ...tlsOf(identity) }));
  await once(socket, 'secureConnect');
  const framed = new FramedSocket(socket);
  expect(await framed.next(WAIT_MS)).toMatchObject({ type: 'frame', message: { type: 'hello' } });
  framed.send(helloMessage(...hello));
  return framed;
}

function facts(listenPort = 1) {
  return { name: 'mallory', appVersion: '1', instance: 1, listenPort };
}

/** The ticket of the next call that the victim asks for in a session. */
async function askedFor(session: FramedSocket): Promise<string> {
  for (;;) {
    const received = await session.next(WAIT_MS);
    if (received.type !== 'frame') throw new Error(`The session is over: ${received.type}`);
    const frame = parseSessionFrame(received.message);
    if (typeof frame === 'object' && frame.type === 'call-back') return frame.ticket;
  }
}

async function listening(server: Server): Promise<number> {
  closings.push(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  return typeof bound === 'object' ? (bound?.port ?? 0) : 0;
}

describe('W22: a call back', () => {
  it('W22: that nobody asked for is cut off', async () => {
    const [{ victim }, mallory] = [await startVictim(), await makeIdentity()];
    for (const ticket of [TICKET, undefined]) {
      const framed = await call(victim, mallory, facts(), 'call-back', ticket);
      expect((await framed.next(WAIT_MS)).type).toBe('closed');
    }
  });

  it("W22: with somebody else's ticket is cut off, and the ticket is good once", async () => {
    const [{ victim, line }, mallory, thief] = [
      await startVictim(),
      await makeIdentity(),
      await makeIdentity(),
    ];
    const session = await call(victim, mallory, facts(), 'session');
    await victim.event('session-opened');
    const connected = line.ask(mallory.peerId, never);
    const ticket = await askedFor(session);
    const stolen = await call(victim, thief, facts(), 'call-back', ticket);
    expect((await stolen.next(WAIT_MS)).type).toBe('closed');
    await call(victim, mallory, facts(), 'call-back', ticket);
    const port = await connected;
    const again = await call(victim, mallory, facts(), 'call-back', ticket);
    expect((await again.next(WAIT_MS)).type).toBe('closed');
    port.close();
  });

  it('W22: that never comes is waited for no longer than a dial', async () => {
    const [{ victim, line }, mallory] = [
      await startVictim({ handshakeMs: 500 }),
      await makeIdentity(),
    ];
    await call(victim, mallory, facts(), 'session');
    await victim.event('session-opened');
    const asked = line.ask(mallory.peerId, never);
    await expect(asked).rejects.toMatchObject({ code: 'peer-unreachable' });
  });

  it('W22: on which something comes that nobody asked for breaks the rules', async () => {
    const [{ victim, line }, mallory] = [await startVictim(), await makeIdentity()];
    const session = await call(victim, mallory, facts(), 'session');
    await victim.event('session-opened');
    const opened = openDataConnection(
      {
        ...{ identity: victim.identity, hello: facts(), callBacks: line },
        ...{ peerId: mallory.peerId, address: '127.0.0.1:1' },
      },
      never,
    );
    const framed = await call(victim, mallory, facts(), 'call-back', await askedFor(session));
    framed.socket.write(encodeFrame({ id: 1, status: 'ok', length: 100 }));
    // Right behind the hello it fails to open; later it fails what is asked.
    const asked = opened.then((connection) => {
      closings.push(() => {
        connection.close();
      });
      return once(framed.socket.resume(), 'close').then(() =>
        connection.requestDescriptors({
          ...{ gameId: 'ggoo' as never, version: '20250101' as never, form: 'outline' },
        }),
      );
    });
    await expect(asked).rejects.toMatchObject({ code: 'peer-refused' });
  });
});

describe('W22: a peer that asks to be called', () => {
  it('W22: over a session that it has opened itself is dialled nowhere', async () => {
    const [{ victim }, mallory] = [await startVictim(), await makeIdentity()];
    let dials = 0;
    const port = await listening(
      createPlain((socket) => {
        dials += 1;
        socket.destroy();
      }),
    );
    const session = await call(victim, mallory, facts(port), 'session');
    const { sessionId } = await victim.event('session-opened');
    for (let count = 0; count < 20; count += 1) {
      session.send({ type: 'call-back', ticket: TICKET });
    }
    // What comes behind them is heard, so they were.
    session.send({ type: 'library-again' });
    await victim.event('session-message');
    victim.network.hangUp(sessionId);
    await victim.event('session-closed');
    expect(dials).toBe(0);
  });

  it('W22: again and again is dialled where it listens, a few times at once', async () => {
    const [{ victim }, mallory] = [await startVictim(), await makeIdentity()];
    const pending = new Set<Socket>();
    let most = 0;
    let session: TLSSocket | undefined;
    const secured = createServer(tlsOf(mallory), (socket) => {
      kept(socket).write(encodeFrame(helloMessage(facts())));
      session = socket;
    });
    // The first connection is the session; all others find silence.
    const server = createPlain((socket) => {
      kept(socket);
      if (session === undefined) {
        secured.emit('connection', socket);
        return;
      }
      pending.add(socket.on('close', () => pending.delete(socket)));
      most = Math.max(most, pending.size);
    });
    const port = await listening(server);
    await victim.network.dial(`127.0.0.1:${port}`, never);
    const asks = Array.from({ length: MESSAGE_BURST - 10 }, () =>
      encodeFrame({ type: 'call-back', ticket: TICKET }),
    );
    session?.write(Buffer.concat([...asks, encodeFrame({ type: 'library-again' })]));
    await victim.event('session-message');
    await expect.poll(() => pending.size, { timeout: WAIT_MS }).toBe(MAX_DATA_CONNECTIONS_PER_PEER);
    // All were heard before the message behind them; no further dial begins while these hang.
    expect(most).toBe(MAX_DATA_CONNECTIONS_PER_PEER);
  });
});
