import { afterEach, describe, expect, it } from 'vitest';
import { LoopWatch } from '../../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../../fixtures/loop/use-loop-watch.ts';
import { ManInTheMiddle, type Tampering } from '../../../fixtures/wire/man-in-the-middle.ts';
import { SERVED } from '../../../fixtures/wire/served-folder.ts';
import {
  startWirePeer,
  type WirePeer,
  type WirePeerOptions,
} from '../../../fixtures/wire/wire-peer.ts';
import { openDataConnection } from '../data-connection.ts';
import { makeIdentity } from '../identity.ts';
import { DATA_STALL_MS, PING_MS } from '../limits.ts';

useLoopWatch(LoopWatch.ofWorkers());

const never = new AbortController().signal;
const running: (() => unknown)[] = [];
const peers: WirePeer[] = [];

afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
  expect(peers.splice(0).flatMap(({ faults }) => faults)).toEqual([]);
});

async function start(options: WirePeerOptions = {}): Promise<WirePeer> {
  const peer = await startWirePeer(options);
  peers.push(peer);
  running.push(() => peer.network.stop());
  return peer;
}

async function standing(middle: Promise<ManInTheMiddle>): Promise<ManInTheMiddle> {
  const started = await middle;
  running.push(() => {
    started.stop();
  });
  return started;
}

function peersSeenBy(peer: WirePeer): readonly string[] {
  return peer.of('session-opened').map(({ peerId }) => peerId);
}

/** How many sessions a peer believes to be open. */
function openAt(peer: WirePeer): number {
  return peer.of('session-opened').length - peer.of('session-closed').length;
}

describe('S26: a proxy in the middle', () => {
  it('that reads along is seen by both ends as who it is, and as nobody else', async () => {
    const [alpha, bravo, mallory] = await Promise.all([start(), start(), makeIdentity()]);
    const middle = await standing(ManInTheMiddle.reader(bravo.address, mallory));
    const { peerId } = await alpha.network.dial(middle.address, never);
    await bravo.event('session-opened');
    expect(peerId).toBe(mallory.peerId);
    expect(peersSeenBy(alpha)).toEqual([mallory.peerId]);
    expect(peersSeenBy(bravo)).toEqual([mallory.peerId]);
  });

  it('that reads along is refused where content of the real peer is fetched', async () => {
    const [bravo, mallory, identity] = await Promise.all([start(), makeIdentity(), makeIdentity()]);
    const { address } = await standing(ManInTheMiddle.reader(bravo.address, mallory));
    const { peerId } = bravo.identity;
    const hello = { name: 'guest', appVersion: '1' };
    const opened = openDataConnection({ identity, hello, peerId, address }, never);
    await expect(opened).rejects.toMatchObject({
      code: 'peer-refused',
      message: `${address} is another PC than before. Connect to it again to see what it has.`,
    });
  });

  it('that only passes bytes on changes nothing: the id is that of the far end', async () => {
    const [alpha, bravo] = await Promise.all([start(), start()]);
    const { address } = await standing(ManInTheMiddle.relay(bravo.address));
    const { peerId } = await alpha.network.dial(address, never);
    expect(peerId).toBe(bravo.identity.peerId);
  });

  it.each(['first', 'middle', 'last'] as const)(
    'that changes the %s byte of what the far end says first opens no session',
    async (place) => {
      const [alpha, bravo] = await Promise.all([start(), start()]);
      const { address } = await standing(ManInTheMiddle.relay(bravo.address, flippingOnce(place)));
      await expect(alpha.network.dial(address, never)).rejects.toMatchObject({
        code: expect.stringMatching(/^peer-(refused|unreachable)$/) as string,
      });
      expect(alpha.of('session-opened')).toEqual([]);
    },
  );

  it('that changes a byte of an open session ends it, and no message comes of it', async () => {
    const [alpha, bravo] = await Promise.all([start(), start()]);
    let isTampering = false;
    const tamper: Tampering = (bytes) => (isTampering ? flip(bytes, 'last') : bytes);
    const { address } = await standing(ManInTheMiddle.relay(bravo.address, tamper));
    await alpha.network.dial(address, never);
    const { sessionId } = await bravo.event('session-opened');
    isTampering = true;
    const startMs = performance.now();
    bravo.network.send(sessionId, { type: 'library', revision: 1, offers: [] });
    expect(await alpha.event('session-closed')).toMatchObject({ reason: 'closed' });
    expect(alpha.of('session-message')).toEqual([]);
    expect(performance.now() - startMs).toBeLessThan(PING_MS - 1_000);
  });

  it('that plays back what a peer said once does not become that peer', async () => {
    const [alpha, bravo] = await Promise.all([start(), start()]);
    const recorded: Buffer[] = [];
    const record: Tampering = (bytes) => {
      recorded.push(bytes);
      return bytes;
    };
    const { address } = await standing(ManInTheMiddle.relay(bravo.address, record));
    const { sessionId } = await alpha.network.dial(address, never);
    alpha.network.hangUp(sessionId);
    await alpha.event('session-closed');
    const replay = await standing(ManInTheMiddle.replay(recorded));
    await expect(alpha.network.dial(replay.address, never)).rejects.toMatchObject({
      code: expect.stringMatching(/^peer-(refused|unreachable)$/) as string,
    });
    expect(peersSeenBy(alpha)).toEqual([bravo.identity.peerId]);
  });
});

describe('S26: a data connection through a proxy', () => {
  it('that changes a byte of an answer fails at once, and its bytes count for nothing', async () => {
    const [bravo, identity] = await Promise.all([start(), makeIdentity()]);
    let isTampering = false;
    const tamper: Tampering = (bytes) => (isTampering ? flip(bytes, 'last') : bytes);
    const { address } = await standing(ManInTheMiddle.relay(bravo.address, tamper));
    const { peerId } = bravo.identity;
    const hello = { name: 'guest', appVersion: '1' };
    const connection = await openDataConnection({ identity, hello, peerId, address }, never);
    isTampering = true;
    const startMs = performance.now();
    const asked = connection.requestDescriptors({ ...SERVED, form: 'outline' });
    await expect(asked).rejects.toMatchObject({ code: 'peer-unreachable' });
    expect(performance.now() - startMs).toBeLessThan(DATA_STALL_MS / 3);
  });
});

describe('W16: the own id', () => {
  it('coming back through a relay is refused, and neither end has a session', async () => {
    const alpha = await start();
    const { address } = await standing(ManInTheMiddle.relay(alpha.address));
    await expect(alpha.network.dial(address, never)).rejects.toMatchObject({
      code: 'peer-refused',
      message: `${address} is your own PC. Enter another one.`,
    });
    expect(alpha.events).toEqual([]);
  });

  it('used by another process is refused as the own PC, whoever calls', async () => {
    const identity = await makeIdentity();
    const [alpha, twin] = await Promise.all([start({ identity }), start({ identity })]);
    for (const [caller, called] of [[alpha, twin] as const, [twin, alpha] as const]) {
      const dialled = caller.network.dial(called.address, never);
      await expect(dialled).rejects.toMatchObject({ code: 'peer-refused' });
    }
    expect([...alpha.events, ...twin.events]).toEqual([]);
  });
});

describe('W16: one id at two addresses', () => {
  it('is one session, whichever came last, and never two', async () => {
    const identity = await makeIdentity();
    const alpha = await start();
    const [one, two] = await Promise.all([start({ identity }), start({ identity })]);
    for (let round = 1; round <= 5; round += 1) {
      for (const { address } of [one, two]) {
        const { peerId } = await alpha.network.dial(address, never);
        expect(peerId).toBe(identity.peerId);
        expect(openAt(alpha)).toBe(1);
      }
    }
    const closed = alpha.of('session-closed');
    expect(new Set(closed.map(({ reason }) => reason))).toEqual(new Set(['replaced']));
  });
});

type Place = 'first' | 'middle' | 'last';

function flippingOnce(place: Place): Tampering {
  let isDone = false;
  return (bytes) => {
    if (isDone) return bytes;
    isDone = true;
    return flip(bytes, place);
  };
}

function flip(bytes: Buffer, place: Place): Buffer {
  const changed = Buffer.from(bytes);
  const last = changed.length - 1;
  const index = { first: 0, middle: Math.floor(last / 2), last }[place];
  changed[index] = (changed[index] ?? 0) ^ 1;
  return changed;
}
