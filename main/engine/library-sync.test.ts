import { describe, expect, it } from 'vitest';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { FakeNetwork } from '../../fixtures/engine/fake-network.ts';
import { aCatalog, anOffer, aPeer, cnc4, ggoo, march } from '../../fixtures/engine/room.ts';
import { allSettled } from '../../fixtures/engine/waiting.ts';
import type { Offer } from '../../shared/domain/content.ts';
import type { LossReason, Peer } from '../../shared/domain/peer.ts';
import type { SessionId, SessionMessage } from '../wire/network.ts';
import { LibrarySync } from './library-sync.ts';
import { PeerDirectory } from './peer-directory.ts';

const alpha = aPeer(1);
const RECEIVED: SessionMessage = { type: 'library-received', revision: 1 };
const LIBRARY: SessionMessage = { type: 'library', revision: 1, offers: [anOffer()] };
const NEVER = new AbortController().signal;

function setUp() {
  const network = new FakeNetwork();
  const events = new EventRecord();
  const clock = new FakeClock();
  const catalog = aCatalog(ggoo, cnc4);
  const changed = () => undefined;
  const directory = new PeerDirectory({ catalog, events: events.hub, clock, changed });
  const own: Offer[] = [];
  const viaOf = () => 'connect' as const;
  const sync = new LibrarySync({ network, directory, clock, offers: () => own, viaOf });
  const closures: (LossReason | undefined)[] = [];
  network.listen((event) => {
    if (event.type === 'session-opened') sync.opened(event);
    if (event.type === 'session-message') {
      const { message } = event;
      if ('gameId' in message || message.type === 'peers' || message.type === 'link') return;
      sync.heard({ ...event, message });
    }
    if (event.type === 'session-closed') closures.push(sync.closed(event));
  });
  return { network, events, clock, directory, own, sync, closures };
}

// A session in which they know our library and we theirs.
function inStep(sessionId: SessionId, peer: Peer = alpha) {
  const room = setUp();
  room.network.open(sessionId, peer);
  room.network.say(sessionId, peer.peerId, LIBRARY);
  room.network.say(sessionId, peer.peerId, RECEIVED);
  room.network.sent.length = 0;
  return room;
}

describe('a session', () => {
  it('S2.3: begins with the whole own library', () => {
    const { network, own } = setUp();
    own.push(anOffer());
    network.open(1, alpha);
    expect(network.saidIn(1)).toEqual([{ type: 'library', revision: 1, offers: [anOffer()] }]);
  });

  it('S2.1: makes no peer before its library has come', () => {
    const { network, directory, events } = setUp();
    network.open(1, alpha);
    network.say(1, alpha.peerId, RECEIVED);
    expect(directory.count).toBe(0);
    network.say(1, alpha.peerId, LIBRARY);
    expect(directory.rows()).toMatchObject([alpha]);
    expect(events.types()).toEqual(['peer-connected', 'remote-library-changed']);
  });

  it('S2.3: answers a library with its revision', () => {
    const { network } = setUp();
    network.open(1, alpha);
    network.say(1, alpha.peerId, { ...LIBRARY, revision: 17 });
    expect(network.saidIn(1).at(-1)).toEqual({ type: 'library-received', revision: 17 });
  });

  it('W5: is heard only while it is open', () => {
    const { network, directory } = setUp();
    network.say(7, alpha.peerId, LIBRARY);
    network.open(1, alpha);
    network.close(1, alpha, 'closed');
    network.say(1, alpha.peerId, LIBRARY);
    expect(directory.count).toBe(0);
    expect(network.saidIn(7)).toEqual([]);
    expect(network.saidIn(1)).toHaveLength(1);
  });
});

describe('a change of their library', () => {
  const change = (revision: number): SessionMessage => ({
    type: 'library-change',
    revision,
    put: [anOffer({ version: march })],
    drop: [],
  });

  it('S2.4: counts where it follows the revision that is known', () => {
    const { network, directory } = inStep(1);
    network.say(1, alpha.peerId, change(2));
    network.say(1, alpha.peerId, {
      ...{ type: 'library-change', revision: 3, put: [], drop: [ggoo] },
    });
    expect(directory.offersOf(ggoo)).toEqual([]);
    expect(network.sent).toEqual([]);
  });

  it.each([
    { what: 'one is missing', revision: 3 },
    { what: 'it came before', revision: 1 },
  ])('S2.4: asks for the whole library where $what', ({ revision }) => {
    const { network, directory } = inStep(1);
    network.say(1, alpha.peerId, change(revision));
    expect(network.saidIn(1)).toEqual([{ type: 'library-again' }]);
    expect(directory.offersOf(ggoo)).toMatchObject([{ offer: anOffer() }]);
  });

  it('S2.4: asks for the whole library where there was none yet', () => {
    const { network, directory } = setUp();
    network.open(1, alpha);
    network.say(1, alpha.peerId, change(1));
    expect(network.saidIn(1).at(-1)).toEqual({ type: 'library-again' });
    expect(directory.count).toBe(0);
  });

  it('S2.4: goes on from the library that was asked for', () => {
    const { network, directory } = inStep(1);
    network.say(1, alpha.peerId, change(5));
    network.say(1, alpha.peerId, { type: 'library', revision: 8, offers: [] });
    network.say(1, alpha.peerId, change(9));
    expect(directory.offersOf(ggoo)).toMatchObject([{ offer: { version: march } }]);
  });
});

describe('a name', () => {
  it('S11.4: of a peer that changes is told, and nothing else of it', () => {
    const { network, directory, events } = inStep(1);
    events.clear();
    network.say(1, alpha.peerId, { type: 'name', name: 'anna' });
    network.say(1, alpha.peerId, { type: 'name', name: 'anna' });
    expect(events.all).toEqual([{ type: 'peer-connected', ...alpha, name: 'anna' }]);
    expect(directory.rows()).toEqual([{ ...alpha, name: 'anna', games: 1, via: 'connect' }]);
    expect(directory.offersOf(ggoo)).toMatchObject([{ offer: anOffer() }]);
  });

  it('S11.4: that changes before the library has come is the one that is told', () => {
    const { network, events } = setUp();
    network.open(1, alpha);
    network.say(1, alpha.peerId, { type: 'name', name: 'anna' });
    expect(events.all).toEqual([]);
    network.say(1, alpha.peerId, LIBRARY);
    expect(events.of('peer-connected')).toEqual([
      { type: 'peer-connected', ...alpha, name: 'anna' },
    ]);
  });

  it('S11.4: in a session that gave way to a newer one does not count', () => {
    const { network, directory } = inStep(1);
    network.open(2, alpha);
    network.say(1, alpha.peerId, { type: 'name', name: 'old' });
    expect(directory.rows()).toMatchObject([{ name: alpha.name }]);
  });

  it('S11.4: of this peer goes to every session, and to each that opens later', () => {
    const { network, sync } = inStep(1);
    network.open(2, aPeer(2));
    network.sent.length = 0;
    sync.renamed('anna');
    network.open(3, aPeer(3));
    const name = { type: 'name', name: 'anna' };
    expect(network.saidIn(1)).toEqual([name]);
    expect(network.saidIn(2)).toEqual([name]);
    expect(network.saidIn(3)).toMatchObject([{ type: 'library' }, name]);
  });
});

describe('a change of the own library', () => {
  it('S2.3: is gathered with others for a moment, then told as one', () => {
    const { network, clock, sync } = inStep(1);
    sync.announce(ggoo, anOffer());
    sync.announce(cnc4, undefined);
    sync.announce(ggoo, anOffer({ version: march }));
    expect(network.sent).toEqual([]);
    clock.advance(50);
    expect(network.saidIn(1)).toEqual([
      { type: 'library-change', revision: 2, put: [anOffer({ version: march })], drop: [cnc4] },
    ]);
    clock.advance(1_000);
    expect(network.sent).toHaveLength(1);
  });

  it('S2.3: is one revision further each time, for all sessions', () => {
    const { network, clock, sync } = inStep(1);
    network.open(2, aPeer(2));
    for (const offer of [anOffer(), undefined]) {
      sync.announce(ggoo, offer);
      clock.advance(50);
    }
    for (const session of [1, 2]) {
      const changes = network.saidIn(session).filter(({ type }) => type === 'library-change');
      expect(changes).toMatchObject([{ revision: 2 }, { revision: 3 }]);
    }
  });

  it('S2.3: that is not told yet is in the library of a session that opens now, once', () => {
    const { network, clock, sync, own } = inStep(1);
    own.push(anOffer());
    sync.announce(ggoo, anOffer());
    network.open(2, aPeer(2));
    expect(network.saidIn(2)).toEqual([{ type: 'library', revision: 2, offers: [anOffer()] }]);
    expect(network.saidIn(1)).toMatchObject([{ type: 'library-change', revision: 2 }]);
    clock.advance(50);
    expect(network.sent).toHaveLength(2);
  });

  it('S2.4: is told again as a whole to a peer that has missed something', () => {
    const { network, clock, sync, own } = inStep(1);
    own.push(anOffer());
    sync.announce(ggoo, anOffer());
    clock.advance(50);
    network.say(1, alpha.peerId, { type: 'library-again' });
    expect(network.saidIn(1).at(-1)).toEqual({
      type: 'library',
      revision: 2,
      offers: [anOffer()],
    });
  });

  it('W17: costs one message in 50 ms, however often it changes', () => {
    const { network, clock, sync } = inStep(1);
    for (let time = 0; time < 1_000; time += 1) {
      sync.announce(ggoo, time % 2 === 0 ? anOffer() : undefined);
      clock.advance(1);
    }
    expect(network.sent.length).toBeLessThanOrEqual(20);
  });
});

describe('being in step', () => {
  it.each([
    { what: 'theirs first', order: [LIBRARY, RECEIVED] },
    { what: 'ours first', order: [RECEIVED, LIBRARY] },
  ])('S2.2: is reached when both know the library of the other, $what', async ({ order }) => {
    const { network, sync } = setUp();
    network.open(1, alpha);
    let isInStep = false;
    const waiting = sync.whenInStep(alpha.peerId, NEVER).then((peer) => {
      isInStep = true;
      return peer;
    });
    const [first = LIBRARY, second = RECEIVED] = order;
    network.say(1, alpha.peerId, first);
    await allSettled();
    expect(isInStep).toBe(false);
    network.say(1, alpha.peerId, second);
    await expect(waiting).resolves.toMatchObject(alpha);
  });

  it('S2.2: is known at once of a session that has been for long', async () => {
    const { sync } = inStep(1);
    await expect(sync.whenInStep(alpha.peerId, NEVER)).resolves.toMatchObject(alpha);
  });

  it('S2.2: fails where the session ends before, or was never there', async () => {
    const { network, sync } = setUp();
    network.open(1, alpha);
    const waiting = sync.whenInStep(alpha.peerId, NEVER);
    network.close(1, alpha, 'closed');
    await expect(waiting).rejects.toMatchObject({ code: 'peer-unreachable' });
    await expect(sync.whenInStep(alpha.peerId, NEVER)).rejects.toMatchObject({
      code: 'peer-unreachable',
    });
  });

  it('S2.2: is waited for no longer than asked', async () => {
    const { network, sync } = setUp();
    network.open(1, alpha);
    const stop = new AbortController();
    const waiting = sync.whenInStep(alpha.peerId, stop.signal);
    const reason = new Error('enough');
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(sync.whenInStep(alpha.peerId, stop.signal)).rejects.toBe(reason);
  });
});

describe('two sessions with one peer', () => {
  const moved = { ...alpha, address: '10.0.0.9:1' };

  it('S11.2: make one peer, at the address of the newer', () => {
    const { network, directory, closures, sync } = inStep(1);
    network.open(2, moved);
    expect(directory.rows()).toMatchObject([alpha]);
    network.say(2, alpha.peerId, LIBRARY);
    network.close(1, alpha, 'replaced');
    expect(directory.rows()).toMatchObject([moved]);
    expect(closures).toEqual([undefined]);
    expect(sync.sessionOf(alpha.peerId)).toBe(2);
  });

  it('S11.2: lose nobody where the older one ends before the newer has a library', () => {
    const { network, directory, events } = inStep(1);
    network.open(2, moved);
    network.close(1, alpha, 'replaced');
    expect(directory.count).toBe(1);
    expect(events.of('peer-lost')).toEqual([]);
  });

  it('S11.2: follow the newer one alone', () => {
    const { network, directory } = inStep(1);
    network.open(2, moved);
    network.say(2, alpha.peerId, { type: 'library', revision: 1, offers: [] });
    network.say(1, alpha.peerId, {
      ...{ type: 'library-change', revision: 2, put: [anOffer({ id: cnc4 })], drop: [] },
    });
    network.say(1, alpha.peerId, { type: 'library', revision: 3, offers: [anOffer()] });
    expect(directory.rows()).toMatchObject([{ ...moved, games: 0 }]);
  });

  it('S11.2: lose the peer with the last of them', () => {
    const { network, directory, closures } = inStep(1);
    network.open(2, moved);
    network.close(1, alpha, 'replaced');
    network.close(2, moved, 'timeout');
    expect(directory.count).toBe(0);
    expect(closures).toEqual([undefined, 'timeout']);
  });

  it('S2.2: hand over who waits to be in step', async () => {
    const { network, sync } = setUp();
    network.open(1, alpha);
    const waiting = sync.whenInStep(alpha.peerId, NEVER);
    network.open(2, moved);
    network.close(1, alpha, 'replaced');
    network.say(2, alpha.peerId, LIBRARY);
    network.say(2, alpha.peerId, RECEIVED);
    await expect(waiting).resolves.toMatchObject(moved);
  });
});

describe('the end of a session', () => {
  it('S10.1: is the end of what can be said in it', () => {
    const { network, sync, clock } = inStep(1);
    expect(sync.sessionOf(alpha.peerId)).toBe(1);
    network.close(1, alpha, 'closed');
    expect(sync.sessionOf(alpha.peerId)).toBeUndefined();
    sync.announce(ggoo, anOffer());
    clock.advance(50);
    expect(network.sent).toEqual([]);
  });

  it.each(['goodbye', 'closed', 'timeout', 'refused'] as const)(
    'S10.1: loses the peer, with the reason: %s',
    (reason) => {
      const { network, events, closures } = inStep(1);
      network.close(1, alpha, reason);
      expect(events.of('peer-lost')).toMatchObject([{ peerId: alpha.peerId, reason }]);
      expect(closures).toEqual([reason]);
    },
  );

  it('S10.1: tells nobody of a peer that never was in step', () => {
    const { network, events, closures } = setUp();
    network.open(1, alpha);
    network.close(1, alpha, 'closed');
    expect(events.all).toEqual([]);
    expect(closures).toEqual(['closed']);
  });
});
