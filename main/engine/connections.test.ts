import { describe, expect, it } from 'vitest';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { FakeNetwork } from '../../fixtures/engine/fake-network.ts';
import { aPeer, aPeerId } from '../../fixtures/engine/room.ts';
import { allSettled, deferred, unlessAborted } from '../../fixtures/engine/waiting.ts';
import type { PeerId } from '../../shared/domain/ids.ts';
import type { Address, Peer } from '../../shared/domain/peer.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { Connections } from './connections.ts';

const alpha = aPeer(1);
const MINUTE_MS = 60_000;

/** A room whose peers answer at their addresses; `random` is what spreads the redials. */
function setUp({ peers = [alpha], random = 0.5 }: { peers?: Peer[]; random?: number } = {}) {
  const network = new FakeNetwork();
  const clock = new FakeClock();
  const events = new EventRecord();
  const sessions = new Map<PeerId, number>();
  network.onDial = (address, signal) => {
    signal.throwIfAborted();
    const peer = peers.find((one) => one.address === address);
    if (!peer) return Promise.reject(new LanspreadError('peer-unreachable', 'Nobody answers.'));
    sessions.set(peer.peerId, 1);
    return Promise.resolve({ sessionId: 1, peerId: peer.peerId });
  };
  const addresses = new Map<PeerId, Address>();
  const sync = {
    addressOf: (peerId: PeerId) => addresses.get(peerId),
    sessionOf: (peerId: PeerId) => sessions.get(peerId),
    whenInStep: (peerId: PeerId) =>
      Promise.resolve(peers.find((peer) => peer.peerId === peerId) ?? alpha),
  };
  const connections = new Connections({
    ...{ network, clock, sync, events: events.hub, random: () => random },
    // The first number of an address: `1.…` is near, `10.…` far.
    distanceTo: (address) => Number(address.split('.')[0]),
  });
  return { connections, network, clock, events, sessions, addresses, sync, peers };
}

type Room = ReturnType<typeof setUp>;

// The peer goes away; nobody answers at its address any more.
function loseAlpha({ connections, peers, sessions }: Room, reason: 'closed' | 'goodbye'): void {
  peers.length = 0;
  sessions.clear();
  connections.lost(alpha.peerId, reason);
}

// How long it takes to each of the next dials, in milliseconds.
async function pausesOf({ clock }: Room, count: number): Promise<readonly number[]> {
  const pauses = [];
  for (let dial = 0; dial < count; dial += 1) {
    const pause = clock.nextInMs ?? NaN;
    pauses.push(pause);
    clock.advance(pause);
    await allSettled();
  }
  return pauses;
}

describe('a typed address', () => {
  it('S2.2: answers with the peer once both know the library of the other', async () => {
    const room = setUp();
    const inStep = deferred();
    room.sync.whenInStep = () => inStep.promise.then(() => alpha);
    let isAnswered = false;
    const connected = room.connections.connect(alpha.address).finally(() => (isAnswered = true));
    await allSettled();
    expect(isAnswered).toBe(false);
    inStep.resolve();
    await expect(connected).resolves.toEqual(alpha);
    expect(room.clock.waiting).toBe(0);
  });

  it('S2.2: fails as the dial fails, and is not tried again', async () => {
    const room = setUp({ peers: [] });
    await expect(room.connections.connect(alpha.address)).rejects.toMatchObject({
      code: 'peer-unreachable',
    });
    expect(room.clock.waiting).toBe(0);
    expect(room.events.all).toEqual([]);
  });

  it('S2.2: fails with timeout where the two never get in step', async () => {
    const room = setUp();
    room.sync.whenInStep = (_: PeerId, signal?: AbortSignal) =>
      unlessAborted(new Promise<Peer>(() => undefined), signal ?? AbortSignal.abort());
    const connected = room.connections.connect(alpha.address);
    await allSettled();
    room.clock.advance(15_000);
    await expect(connected).rejects.toMatchObject({ code: 'timeout' });
  });

  it('S10.2: is dialled again where the peer is lost', async () => {
    const room = setUp();
    await room.connections.connect(alpha.address);
    room.connections.lost(alpha.peerId, 'closed');
    expect(room.network.dials(alpha.address)).toBe(1);
    room.clock.advance(1_000);
    await allSettled();
    expect(room.network.dials(alpha.address)).toBe(2);
  });

  it('S10.2: is let go after a goodbye', async () => {
    const room = setUp();
    await room.connections.connect(alpha.address);
    loseAlpha(room, 'goodbye');
    room.clock.advance(10 * MINUTE_MS);
    expect(room.network.dials(alpha.address)).toBe(1);
  });

  it('S10.2: is dialled once for a peer that is lost twice', async () => {
    const room = setUp();
    await room.connections.connect(alpha.address);
    room.connections.lost(alpha.peerId, 'closed');
    room.connections.lost(alpha.peerId, 'timeout');
    expect(room.clock.waiting).toBe(1);
  });

  it('S10.2: is not dialled for the loss of somebody else', async () => {
    const room = setUp();
    await room.connections.connect(alpha.address);
    room.connections.lost(aPeerId(2), 'closed');
    expect(room.clock.waiting).toBe(0);
  });
});

describe('an address kept from the start', () => {
  it('S10.2: is dialled again after a goodbye too', async () => {
    const room = setUp();
    room.connections.keep(alpha.address);
    await allSettled();
    room.connections.lost(alpha.peerId, 'goodbye');
    room.clock.advance(1_000);
    await allSettled();
    expect(room.network.dials(alpha.address)).toBe(2);
  });

  it('W20: waits twice as long after each failure, a minute at most', async () => {
    const room = setUp({ peers: [] });
    room.connections.keep(alpha.address);
    await allSettled();
    const seconds = (await pausesOf(room, 8)).map((pause) => pause / 1_000);
    expect(seconds).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it.each([
    { random: 0, pause: 750 },
    { random: 0.999_999, pause: 1_250 },
  ])('W20: spreads the dials of a room: $random -> $pause ms', async ({ random, pause }) => {
    const room = setUp({ peers: [], random });
    room.connections.keep(alpha.address);
    await allSettled();
    expect(room.clock.nextInMs).toBeCloseTo(pause, 0);
  });

  it('W20: starts with the shortest pause again once it was reached', async () => {
    const room = setUp({ peers: [] });
    room.connections.keep(alpha.address);
    await allSettled();
    await pausesOf(room, 4);
    room.peers.push(alpha);
    await pausesOf(room, 1);
    loseAlpha(room, 'closed');
    expect(room.clock.nextInMs).toBe(1_000);
  });

  it('W20: waits once for a connection that was lost before it was in step', async () => {
    const room = setUp();
    room.connections.keep(alpha.address);
    await allSettled();
    const lostEarly = deferred<Peer>();
    room.sync.whenInStep = () => lostEarly.promise;
    room.connections.lost(alpha.peerId, 'closed');
    room.clock.advance(1_000);
    await allSettled();
    room.connections.lost(alpha.peerId, 'closed');
    lostEarly.reject(new LanspreadError('peer-unreachable', 'It ended.'));
    await allSettled();
    expect(room.clock.waiting).toBe(1);
    expect(room.clock.nextInMs).toBe(2_000);
  });

  it('S2.2: tells once why it cannot be reached', async () => {
    const room = setUp({ peers: [] });
    room.connections.keep(alpha.address);
    await allSettled();
    await pausesOf(room, 5);
    expect(room.events.all).toEqual([
      { type: 'diagnostic', code: 'peer-unreachable', message: 'Nobody answers.' },
    ]);
  });

  it('S2.2: is given up where it can be no address', async () => {
    const room = setUp();
    room.network.onDial = () =>
      Promise.reject(new LanspreadError('bad-argument', 'no:where is no address.'));
    room.connections.keep('no:where');
    await allSettled();
    expect(room.events.of('diagnostic')).toMatchObject([{ code: 'bad-argument' }]);
    expect(room.clock.waiting).toBe(0);
  });

  it('S10.2: stays kept where it is typed too', async () => {
    const room = setUp();
    room.connections.keep(alpha.address);
    await room.connections.connect(alpha.address);
    loseAlpha(room, 'goodbye');
    expect(room.clock.waiting).toBe(1);
  });
});

describe('a hint of discovery', () => {
  it('S25.11: says whether nobody could be reached, and nothing where something else has failed', async () => {
    const room = setUp();
    const nobody = '10.0.0.7:1';
    const outcomeAt = (...addresses: Address[]) => room.connections.hint(undefined, addresses);
    expect(await outcomeAt(nobody)).toBe('unreachable');
    expect(await outcomeAt(nobody)).toBe('unknown');
    expect(await outcomeAt()).toBe('unknown');
    expect(await room.connections.hint(alpha.peerId, [alpha.address])).toBe('connected');
    expect(await room.connections.hint(alpha.peerId, [alpha.address])).toBe('connected');
    room.network.onDial = () => Promise.reject(new LanspreadError('peer-refused', 'Too old.'));
    expect(await outcomeAt('10.0.0.8:1')).toBe('unknown');
  });

  it('S25.1: is dialled in order until one address answers', async () => {
    const room = setUp();
    await room.connections.hint(alpha.peerId, ['10.0.0.7:1', alpha.address, '10.0.0.8:1']);
    expect(room.network.calls).toEqual(['dial 10.0.0.7:1', `dial ${alpha.address}`]);
    expect(room.connections.viaOf(alpha.peerId)).toBe('discovery');
  });

  it('S25.1: is passed over for a peer that is connected', async () => {
    const room = setUp();
    room.sessions.set(alpha.peerId, 1);
    await room.connections.hint(alpha.peerId, [alpha.address]);
    expect(room.network.calls).toEqual([]);
    expect(room.connections.viaOf(alpha.peerId)).toBe('connect');
  });

  it('S25.1: is tried once: no timer, no word of a failure', async () => {
    const room = setUp({ peers: [] });
    await room.connections.hint(alpha.peerId, [alpha.address]);
    room.clock.advance(1_000);
    await room.connections.hint(undefined, [alpha.address]);
    expect(room.network.dials(alpha.address)).toBe(2);
    expect(room.clock.waiting).toBe(0);
    expect(room.events.all).toEqual([]);
  });

  it('S25.1: is passed over while the same address is being dialled', async () => {
    const room = setUp();
    const answer = deferred();
    const { onDial } = room.network;
    room.network.onDial = (address, signal) => answer.promise.then(() => onDial(address, signal));
    const hints = [1, 2, 3].map(() => room.connections.hint(alpha.peerId, [alpha.address]));
    await allSettled();
    answer.resolve();
    await Promise.all(hints);
    expect(room.network.dials(alpha.address)).toBe(1);
  });

  it('S10.2: is not dialled again when the peer is lost', async () => {
    const room = setUp();
    await room.connections.hint(alpha.peerId, [alpha.address]);
    loseAlpha(room, 'closed');
    expect(room.clock.waiting).toBe(0);
  });

  it('S25.2: is passed over for an address that has just failed, longer each time', async () => {
    const room = setUp({ peers: [] });
    const dialledAfter = async (pauseMs: number) => {
      room.clock.advance(pauseMs);
      await room.connections.hint(alpha.peerId, [alpha.address]);
      return room.network.dials(alpha.address);
    };
    expect(await dialledAfter(0)).toBe(1);
    expect(await dialledAfter(999)).toBe(1);
    expect(await dialledAfter(1)).toBe(2);
    expect(await dialledAfter(1_999)).toBe(2);
    expect(await dialledAfter(1)).toBe(3);
  });

  it('S25.2: is tried soon again where the peer was heard just now', async () => {
    const room = setUp({ peers: [] });
    for (let failure = 0; failure < 8; failure += 1) {
      room.clock.advance(MINUTE_MS);
      await room.connections.hint(alpha.peerId, [alpha.address]);
    }
    room.clock.advance(4_000);
    await room.connections.hint(alpha.peerId, ['10.0.0.7:1', alpha.address], '10.0.0.7:1');
    expect(room.network.dials(alpha.address)).toBe(8);
    await room.connections.hint(alpha.peerId, [alpha.address], alpha.address);
    expect(room.network.dials(alpha.address)).toBe(9);
  });

  it('S25.1: is dropped once the peer has connected by itself', async () => {
    const room = setUp();
    room.network.onDial = () => {
      room.sessions.set(alpha.peerId, 1);
      return Promise.reject(new LanspreadError('peer-unreachable', 'Nobody answers.'));
    };
    await room.connections.hint(alpha.peerId, ['10.0.0.7:1', alpha.address]);
    expect(room.network.calls).toEqual(['dial 10.0.0.7:1']);
  });

  it('W16: is remembered of a bounded number of peers', async () => {
    const room = setUp({ peers: [] });
    for (let number = 1; number <= 1_001; number += 1) {
      await room.connections.hint(aPeerId(number), []);
    }
    await room.connections.hint(aPeerId(2), []);
    await room.connections.hint(aPeerId(1_002), []);
    const vias = [1, 2, 3, 4, 1_002].map((number) => room.connections.viaOf(aPeerId(number)));
    expect(vias).toEqual(['connect', 'discovery', 'connect', 'discovery', 'discovery']);
  });
});

describe('a nearer address', () => {
  const NEARER = '1.0.0.1:41641';

  function connected() {
    const room = setUp();
    room.sessions.set(alpha.peerId, 1);
    room.addresses.set(alpha.peerId, alpha.address);
    return room;
  }

  it('S25.10: is dialled first', async () => {
    const room = setUp({ peers: [] });
    await room.connections.hint(alpha.peerId, [alpha.address, '5.0.0.1:1', NEARER]);
    const order = [NEARER, '5.0.0.1:1', alpha.address];
    expect(room.network.calls).toEqual(order.map((address) => `dial ${address}`));
  });

  it('S25.10: is taken up by a peer that is connected farther away, once', async () => {
    const room = connected();
    room.network.onDial = (address) => {
      room.addresses.set(alpha.peerId, address);
      return Promise.resolve({ sessionId: 2, peerId: alpha.peerId });
    };
    await room.connections.hint(alpha.peerId, [alpha.address, NEARER]);
    await room.connections.hint(alpha.peerId, [alpha.address, NEARER]);
    expect(room.network.calls).toEqual([`move to ${NEARER}`]);
  });

  it('S25.10: is left alone where it is as far', async () => {
    const room = connected();
    await room.connections.hint(alpha.peerId, ['10.0.0.9:1']);
    expect(room.network.calls).toEqual([]);
  });

  it('W16: of somebody else moves nobody, and is tried more and more seldom', async () => {
    const room = connected();
    room.network.onDial = () => Promise.resolve({ sessionId: 2, peerId: aPeerId(66) });
    const movesAfter = async (pauseMs: number) => {
      room.clock.advance(pauseMs);
      await room.connections.hint(alpha.peerId, [NEARER], NEARER);
      return room.network.calls.length;
    };
    expect(await movesAfter(0)).toBe(1);
    expect(await movesAfter(999)).toBe(1);
    expect(await movesAfter(1)).toBe(2);
    expect(await movesAfter(1_999)).toBe(2);
    expect(room.addresses.get(alpha.peerId)).toBe(alpha.address);
  });
});

describe('another network', () => {
  it('S10.2: has every pause end at once', async () => {
    const room = setUp({ peers: [] });
    room.connections.keep(alpha.address);
    await allSettled();
    await pausesOf(room, 5);
    await room.connections.hint(undefined, ['10.0.0.7:1']);
    const before = room.network.dials(alpha.address);

    room.connections.networkChanged();
    await allSettled();
    await room.connections.hint(undefined, ['10.0.0.7:1']);

    expect(room.network.dials(alpha.address)).toBe(before + 1);
    expect(room.network.dials('10.0.0.7:1')).toBe(2);
    expect(await pausesOf(room, 2)).toEqual([1_000, 2_000]);
  });

  it('S10.2: leaves alone who is connected', async () => {
    const room = setUp();
    await room.connections.connect(alpha.address);
    room.connections.networkChanged();
    expect(room.network.dials(alpha.address)).toBe(1);
    expect(room.clock.waiting).toBe(0);
  });
});

describe('a disconnect', () => {
  it('S10.4: says goodbye and dials no more, kept or not', async () => {
    const room = setUp();
    room.connections.keep(alpha.address);
    await allSettled();
    room.connections.disconnect(alpha.peerId);
    expect(room.network.calls.at(-1)).toBe('hang up 1');
    loseAlpha(room, 'goodbye');
    expect(room.clock.waiting).toBe(0);
  });

  it('S10.4: lets a dial that is under way be the last', async () => {
    const room = setUp();
    room.connections.keep(alpha.address);
    await allSettled();
    const answer = deferred<never>();
    room.network.onDial = () => answer.promise;
    room.connections.lost(alpha.peerId, 'closed');
    room.clock.advance(1_000);
    room.connections.disconnect(alpha.peerId);
    answer.reject(new LanspreadError('peer-unreachable', 'Nobody answers.'));
    await allSettled();
    expect(room.clock.waiting).toBe(0);
  });

  it('S10.4: is refused for a peer that is not connected', () => {
    const room = setUp();
    expect(() => {
      room.connections.disconnect(alpha.peerId);
    }).toThrow(expect.objectContaining({ code: 'bad-argument' }) as Error);
  });
});

describe('the end of the program', () => {
  it('S10.3: ends every dial and every wait for one', async () => {
    const room = setUp({ peers: [] });
    room.connections.keep('10.0.0.7:1');
    await allSettled();
    room.network.onDial = (_, signal) => unlessAborted(new Promise(() => undefined), signal);
    const connecting = room.connections.connect(alpha.address);
    await allSettled();
    room.connections.stop();
    await expect(connecting).rejects.toMatchObject({ code: 'shutting-down' });
    expect(room.clock.waiting).toBe(0);
  });

  it('S10.3: dials nobody any more', async () => {
    const room = setUp();
    room.connections.stop();
    await room.connections.hint(alpha.peerId, [alpha.address]);
    room.connections.keep(alpha.address);
    await expect(room.connections.connect(alpha.address)).rejects.toMatchObject({
      code: 'shutting-down',
    });
    expect(room.clock.waiting).toBe(0);
    expect(room.sessions.size).toBe(0);
  });
});
