import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { LoopWatch } from '../../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../../fixtures/loop/use-loop-watch.ts';
import { startWirePeer, WirePeer, type WirePeerOptions } from '../../../fixtures/wire/wire-peer.ts';
import type { Offer } from '../../../shared/domain/content.ts';
import type { ContentHash, GameId } from '../../../shared/domain/ids.ts';
import type { Version } from '../../../shared/domain/version.ts';
import { LanspreadError } from '../../../shared/errors.ts';
import { systemClock } from '../../kit/clock.ts';
import { makeIdentity } from '../identity.ts';
import { DEFAULT_LIMITS, MAX_OFFERS } from '../limits.ts';
import { NetHost } from '../net-host.ts';

useLoopWatch(LoopWatch.ofWorkers());

const running: WirePeer[] = [];

async function start(options: WirePeerOptions = {}): Promise<WirePeer> {
  const peer = await startWirePeer(options);
  running.push(peer);
  return peer;
}

afterEach(async () => {
  const peers = running.splice(0);
  await Promise.all(peers.map((peer) => peer.network.stop()));
  expect(peers.flatMap((peer) => peer.faults)).toEqual([]);
});

const never = new AbortController().signal;

/** The sessions that a peer believes to be open. */
function open(peer: WirePeer): readonly number[] {
  const closed = new Set(peer.of('session-closed').map(({ sessionId }) => sessionId));
  return peer
    .of('session-opened')
    .map(({ sessionId }) => sessionId)
    .filter((sessionId) => !closed.has(sessionId));
}

/** Who opened the session that a peer believes to be open. */
function direction(peer: WirePeer): 'in' | 'out' | undefined {
  const [sessionId] = open(peer);
  return peer.of('session-opened').find((event) => event.sessionId === sessionId)?.direction;
}

describe('a session', () => {
  it('S2: tells both ends who the other is, with name, address and proven id', async () => {
    const [alpha, bravo] = await Promise.all([start({ name: 'alpha' }), start({ name: 'bravo' })]);
    const dialled = await alpha.network.dial(bravo.address, never);
    expect(dialled.peerId).toBe(bravo.identity.peerId);
    expect(await alpha.event('session-opened')).toEqual({
      ...{ type: 'session-opened', direction: 'out', sessionId: dialled.sessionId },
      ...{ peerId: bravo.identity.peerId, name: 'bravo', address: bravo.address },
      ownHost: '127.0.0.1',
    });
    expect(await bravo.event('session-opened')).toMatchObject({
      ...{ direction: 'in', peerId: alpha.identity.peerId, name: 'alpha', address: alpha.address },
    });
  });

  it('greets with the new name once it was changed, and carries it to those already there', async () => {
    const [alpha, bravo, carol] = await Promise.all([start({ name: 'alpha' }), start(), start()]);
    const { sessionId } = await alpha.network.dial(bravo.address, never);
    alpha.network.setName('anna');
    alpha.network.send(sessionId, { type: 'name', name: 'anna' });
    expect((await bravo.event('session-message')).message).toEqual({ type: 'name', name: 'anna' });
    await carol.network.dial(alpha.address, never);
    expect(await carol.event('session-opened')).toMatchObject({ name: 'anna' });
  });

  it('W5: shows a changed name in one line, and refuses one that is no text', async () => {
    const [alpha, bravo] = await Promise.all([start(), start()]);
    const { sessionId } = await alpha.network.dial(bravo.address, never);
    alpha.network.send(sessionId, { type: 'name', name: 'an\n\u202ena' });
    expect((await bravo.event('session-message')).message).toEqual({ type: 'name', name: 'an na' });
    alpha.network.send(sessionId, { type: 'name', name: 'x'.repeat(257) });
    expect((await bravo.event('session-closed')).reason).toBe('refused');
  });

  it('carries a library of 10,000 games whole, and the answers to it', async () => {
    const [alpha, bravo] = await Promise.all([start(), start()]);
    const { sessionId } = await alpha.network.dial(bravo.address, never);
    const offers = Array.from({ length: MAX_OFFERS }, (_, index): Offer => {
      const outlineHash = 'ab'.repeat(32) as ContentHash;
      return {
        id: `g${index}` as GameId,
        version: '20250301' as Version,
        size: index,
        outlineHash,
      };
    });
    const library = { type: 'library', revision: 4, offers } as const;
    alpha.network.send(sessionId, library);
    const heard = await bravo.event('session-message');
    expect(heard.message).toEqual(library);
    bravo.network.send(heard.sessionId, { type: 'library-received', revision: 4 });
    expect((await alpha.event('session-message')).message).toEqual({
      ...{ type: 'library-received', revision: 4 },
    });
  });

  it('S10: ends with goodbye at both ends, well within a second', async () => {
    const [alpha, bravo] = await Promise.all([start(), start()]);
    await alpha.network.dial(bravo.address, never);
    const before = performance.now();
    await bravo.network.stop();
    const closed = await alpha.event('session-closed');
    expect(closed).toMatchObject({ reason: 'goodbye', address: bravo.address });
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('says goodbye when it is hung up, and can be opened anew', async () => {
    const [alpha, bravo] = await Promise.all([start(), start()]);
    const { sessionId } = await alpha.network.dial(bravo.address, never);
    alpha.network.hangUp(sessionId);
    expect((await alpha.event('session-closed')).reason).toBe('goodbye');
    expect((await bravo.event('session-closed')).reason).toBe('goodbye');
    await alpha.network.dial(bravo.address, never);
    await bravo.event('session-opened', 2);
    expect(open(bravo)).toHaveLength(1);
  });

  it('is found again by a second dial instead of being replaced', async () => {
    const [alpha, bravo] = await Promise.all([start(), start()]);
    const first = await alpha.network.dial(bravo.address, never);
    const second = await alpha.network.dial(bravo.address.replace('127.0.0.1', 'localhost'), never);
    const back = await bravo.network.dial(alpha.address, never);
    expect(second).toEqual(first);
    expect(back.peerId).toBe(alpha.identity.peerId);
    expect(alpha.events.map(({ type }) => type)).toEqual(['session-opened']);
    expect(bravo.events.map(({ type }) => type)).toEqual(['session-opened']);
  });

  it('S25: is moved to another address by its opener, and nobody is lost', async () => {
    const [alpha, bravo] = await Promise.all([start(), start({ listen: '[::]:0' })]);
    const port = bravo.address.split(':').at(-1) ?? '';
    const { sessionId } = await alpha.network.dial(`127.0.0.1:${port}`, never);
    const moved = await alpha.network.dial(`[::1]:${port}`, never, true);
    expect(moved.sessionId).not.toBe(sessionId);
    expect((await alpha.event('session-opened', 2)).address).toBe(`[::1]:${port}`);
    await bravo.event('session-closed');
    const closures = [alpha, bravo].flatMap((peer) => peer.of('session-closed'));
    expect(closures.map(({ reason }) => reason)).toEqual(['replaced', 'replaced']);
    expect([open(alpha), open(bravo)]).toMatchObject([[moved.sessionId], [expect.any(Number)]]);
  });

  it('S2: is one when both dial at once, and nobody sees the other lost', async () => {
    const [alpha, bravo] = await Promise.all([start(), start()]);
    // The larger id may see its own session replaced; until then the two differ.
    const [small, large] =
      alpha.identity.peerId < bravo.identity.peerId ? [alpha, bravo] : [bravo, alpha];
    for (let round = 1; round <= 20; round += 1) {
      await Promise.all([
        small.network.dial(large.address, never),
        large.network.dial(small.address, never),
      ]);
      await large.until(() => direction(large) !== direction(small), 'the same session');
      expect([open(small), open(large)].map((ids) => ids.length)).toEqual([1, 1]);
      small.network.send(open(small)[0] ?? 0, { type: 'library-again' });
      large.network.send(open(large)[0] ?? 0, { type: 'library-again' });
      await Promise.all([small, large].map((peer) => peer.event('session-message', round)));
      small.network.hangUp(open(small)[0] ?? 0);
      await Promise.all([small, large].map((peer) => peer.until(() => !open(peer)[0], 'the end')));
    }
    const reasons = [small, large].flatMap((peer) => peer.of('session-closed'));
    expect(reasons.filter(({ reason }) => reason === 'closed' || reason === 'timeout')).toEqual([]);
  });

  it('S11: of a restarted peer takes over from the old one, at its new address', async () => {
    const identity = await makeIdentity();
    const alpha = await start();
    const old = await start({ identity });
    await old.network.dial(alpha.address, never);
    const restarted = await start({ identity });
    await restarted.network.dial(alpha.address, never);
    const opened = await alpha.event('session-opened', 2);
    expect(opened).toMatchObject({ peerId: identity.peerId, address: restarted.address });
    expect((await alpha.event('session-closed')).reason).toBe('replaced');
    expect(alpha.events.map(({ type }) => type)).toEqual([
      ...['session-opened', 'session-opened', 'session-closed'],
    ]);
  });

  it('S28: is held with each of a hundred peers behind one address', async () => {
    const hub = await start();
    const listen = { host: '127.0.0.1', port: 0 };
    const faults: unknown[] = [];
    const deps = {
      clock: systemClock,
      emit: () => undefined,
      onFault: (e: unknown) => faults.push(e),
    };
    const crowd = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const identity = await makeIdentity();
        const self = { identity, name: `guest ${index}`, appVersion: '1.2.3', instance: index };
        const guest = new NetHost({ ...self, listen, limits: DEFAULT_LIMITS }, deps);
        await guest.start();
        return guest;
      }),
    );
    await Promise.all(crowd.map((guest) => guest.dialler.dial(hub.address, never)));
    await hub.event('session-opened', 100);
    expect(new Set(hub.of('session-opened').map(({ name }) => name)).size).toBe(100);
    await Promise.all(crowd.map((guest) => guest.stop()));
    await hub.event('session-closed', 100);
    expect(faults).toEqual([]);
  });

  it('W18: with a peer that has fallen silent is lost after the time-out', async () => {
    const limits = { pingMs: 50, sessionSilenceMs: 200 };
    const [alpha, bravo] = await Promise.all([
      start({ limits }),
      start({ limits: { ...limits, pingMs: 60_000, sessionSilenceMs: 60_000 } }),
    ]);
    await alpha.network.dial(bravo.address, never);
    expect((await alpha.event('session-closed')).reason).toBe('timeout');
    expect((await bravo.event('session-closed')).reason).toBe('closed');
  });

  it('is kept alive by pings alone', async () => {
    const limits = { pingMs: 100, sessionSilenceMs: 1_500 };
    const [alpha, bravo] = await Promise.all([start({ limits }), start({ limits })]);
    const clock = await start({ limits: { pingMs: 60_000, sessionSilenceMs: 3_000 } });
    const silent = await start({ limits: { pingMs: 60_000, sessionSilenceMs: 60_000 } });
    await alpha.network.dial(bravo.address, never);
    // Two silences long: the other pair loses its session after that time.
    await clock.network.dial(silent.address, never);
    await clock.event('session-closed');
    expect([open(alpha), open(bravo)].map((ids) => ids.length)).toEqual([1, 1]);
  });
});

describe('a dial', () => {
  it('of the own address is refused in words', async () => {
    const alpha = await start();
    await expect(alpha.network.dial(alpha.address, never)).rejects.toMatchObject({
      code: 'peer-refused',
      message: `${alpha.address} is your own PC. Enter another one.`,
    });
    expect(alpha.events).toEqual([]);
  });

  it('of a port where nobody listens fails as unreachable', async () => {
    const [alpha, bravo] = await Promise.all([start(), start()]);
    await bravo.network.stop();
    await expect(alpha.network.dial(bravo.address, never)).rejects.toMatchObject({
      code: 'peer-unreachable',
    });
  });

  it.each(['', 'no address', '127.0.0.1:0', '127.0.0.1:99999', 'x'.repeat(500)])(
    'of %j fails as a bad argument',
    async (address) => {
      const alpha = await start();
      const dialled = alpha.network.dial(address, never);
      await expect(dialled).rejects.toMatchObject({ code: 'bad-argument' });
    },
  );

  it('that is cancelled fails with the reason, and leaves nothing open', async () => {
    const alpha = await start();
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const cancel = new AbortController();
    const reason = new LanspreadError('cancelled', 'Not wanted any more.');
    const dialled = alpha.network.dial(address, cancel.signal);
    const [socket] = (await once(silent, 'connection')) as [Socket];
    cancel.abort(reason);
    await expect(dialled).rejects.toBe(reason);
    await once(socket.on('error', () => undefined).resume(), 'close');
    silent.close();
  });

  it('waits for its turn while as many as may be are under way', async () => {
    const [alpha, bravo] = await Promise.all([start({ limits: { dials: 1 } }), start()]);
    const silent = createServer((socket) => socket.on('error', () => undefined).resume());
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const cancel = new AbortController();
    const first = alpha.network.dial(address, cancel.signal);
    const reason = new LanspreadError('cancelled', 'Not wanted any more.');
    const refused = expect(first).rejects.toBe(reason);
    await once(silent, 'connection');
    const second = alpha.network.dial(bravo.address, never);
    // Answered after the dial was taken up, and before anything of bravo has come.
    await alpha.network.withdraw('ggoo' as GameId);
    expect(bravo.events).toEqual([]);
    cancel.abort(reason);
    await refused;
    expect((await second).peerId).toBe(bravo.identity.peerId);
    silent.close();
  });

  it('of something that takes the connection and says nothing ends in time', async () => {
    const alpha = await start({ limits: { handshakeMs: 200 } });
    const silent = createServer((socket) => socket.on('error', () => undefined).resume());
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    await expect(alpha.network.dial(address, never)).rejects.toMatchObject({
      code: 'peer-unreachable',
    });
    silent.close();
  });
});

describe('the network', () => {
  it('listens on IPv6 with the host in brackets', async () => {
    const alpha = await start({ listen: '[::1]:0' });
    const bravo = await start();
    expect(alpha.address).toMatch(/^\[::1\]:\d+$/);
    await bravo.network.dial(alpha.address, never);
    expect((await bravo.event('session-opened')).address).toBe(alpha.address);
  });

  it('says in words that a port is in use', async () => {
    const alpha = await start();
    await expect(startWirePeer({ listen: alpha.address })).rejects.toMatchObject({
      code: 'io-error',
      message: expect.stringContaining('the port is in use') as string,
    });
  });

  it('says in words that an address is not its own', async () => {
    await expect(startWirePeer({ listen: '192.0.2.1:0' })).rejects.toMatchObject({
      code: 'io-error',
      message: expect.stringContaining('does not have that address') as string,
    });
  });

  it('stops twice, and before its start, without complaint', async () => {
    const alpha = await start();
    await alpha.network.stop();
    await alpha.network.stop();
    await new WirePeer(alpha.identity, {}).network.stop();
  });

  it('whose worker dies tells a problem and the end of every session', async () => {
    const worker = new URL('../../../fixtures/wire/dying-net-worker.ts', import.meta.url);
    const alpha = await start({ worker });
    await alpha.event('session-opened');
    const dialled = alpha.network.dial('127.0.0.1:2', never);
    const withdrawn = alpha.network.withdraw('ggoo' as GameId);
    alpha.network.send(1, { type: 'library-again' });
    await expect(dialled).rejects.toMatchObject({ code: 'io-error' });
    await withdrawn;
    await alpha.event('session-closed');
    expect(alpha.events.map(({ type }) => type)).toEqual([
      ...['session-opened', 'network-problem', 'session-closed'],
    ]);
  });
});
