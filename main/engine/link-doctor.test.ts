import { describe, expect, it } from 'vitest';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { FakeNetwork } from '../../fixtures/engine/fake-network.ts';
import { aCatalog, aPeer, aPeerId } from '../../fixtures/engine/room.ts';
import { allSettled } from '../../fixtures/engine/waiting.ts';
import type { Reach } from '../../shared/domain/link.ts';
import type { Peer } from '../../shared/domain/peer.ts';
import type { LinkMessage } from '../wire/network.ts';
import { LISTEN_MS } from './hearsay.ts';
import { AGAIN_MS, FIRST_LOOK_MS } from './link.ts';
import { LinkDoctor } from './link-doctor.ts';
import { PeerDirectory } from './peer-directory.ts';
import { CERTAIN_MS } from './unreached.ts';

const alpha = aPeer(1);
const CARD = { name: 'eth0', mbit: 1_000 };

function setUp(reach: Reach = 'yes') {
  const network = new FakeNetwork();
  const events = new EventRecord();
  const clock = new FakeClock();
  const changed = () => undefined;
  const directory = new PeerDirectory({
    ...{ catalog: aCatalog(), events: events.hub, clock, changed },
  });
  network.onReach = () => Promise.resolve(reach);
  const doctor = new LinkDoctor({
    ...{ network, clock, directory, events: events.hub },
    cardAt: () => Promise.resolve(CARD),
    ownAddress: () => '10.0.0.255:41641',
  });
  const opens = (sessionId: number, direction: 'in' | 'out', peer: Peer = alpha) => {
    doctor.opened({ type: 'session-opened', sessionId, direction, ownHost: '10.0.0.255', ...peer });
    directory.admit(peer, 'connect', []);
  };
  const says = (sessionId: number, said: Partial<LinkMessage>) => {
    doctor.heard(sessionId, {
      ...{ type: 'link', reaches: 'yes', hears: null, mbit: 1_000 },
      ...said,
    });
  };
  const passes = async (ms: number) => {
    clock.advance(ms);
    await allSettled();
  };
  const tries = () => network.calls.filter((call) => call.startsWith('reach')).length;
  return { network, events, clock, doctor, opens, says, passes, tries };
}

describe('the way to a peer', () => {
  it('S25.6: is known to be open where this PC has opened the session, and not tried', async () => {
    const room = setUp('no');
    room.opens(1, 'out');
    await room.passes(FIRST_LOOK_MS + AGAIN_MS);
    expect(room.tries()).toBe(0);
    expect(room.network.saidIn(1)).toEqual([
      { type: 'link', reaches: 'yes', hears: null, mbit: 1_000 },
    ]);
  });

  it('S25.6: of one that has called is tried after two seconds, and again while that fails', async () => {
    const room = setUp('no');
    room.opens(1, 'in');
    await room.passes(FIRST_LOOK_MS - 1);
    expect(room.tries()).toBe(0);
    await room.passes(1);
    expect(room.tries()).toBe(1);
    await room.passes(AGAIN_MS);
    room.network.onReach = () => Promise.resolve('yes');
    await room.passes(AGAIN_MS);
    await room.passes(10 * AGAIN_MS);
    expect(room.tries()).toBe(3);
    const reaches = room.network.saidIn(1).map((said) => 'reaches' in said && said.reaches);
    expect(reaches).toEqual(['no', 'yes']);
  });

  it('S25.6: is tried no more once the session is over', async () => {
    const room = setUp('no');
    room.opens(1, 'in');
    await room.passes(FIRST_LOOK_MS);
    room.doctor.closed(1);
    await room.passes(10 * AGAIN_MS);
    expect(room.tries()).toBe(1);
    expect(room.clock.waiting).toBe(0);
  });

  it('S25.6: stays known when the peer opens a session of its own', async () => {
    const room = setUp('no');
    room.opens(1, 'out');
    room.opens(2, 'in');
    room.doctor.closed(1);
    await room.passes(FIRST_LOOK_MS);
    expect(room.tries()).toBe(0);
    room.says(2, {});
    expect(room.doctor.verdictOn(alpha.peerId)).toBe('fine');
  });

  it('S25.7: is told to the other end once for each change', async () => {
    const room = setUp('yes');
    room.doctor.look(true);
    room.opens(1, 'in');
    room.doctor.announced(alpha.peerId, 'beacon');
    room.doctor.announced(alpha.peerId, 'beacon');
    await room.passes(FIRST_LOOK_MS);
    room.doctor.announced(alpha.peerId, 'multicast');
    await room.passes(LISTEN_MS);
    const said = room.network.saidIn(1);
    expect(said).toEqual([...new Set(said.map((message) => JSON.stringify(message)))].map(parsed));
    expect(said.at(-1)).toEqual({
      ...{ type: 'link', reaches: 'yes', mbit: 1_000 },
      hears: { multicast: true, beacon: true },
    });
  });

  it('S25.8: is told of when trouble begins, changes and ends, and not before', async () => {
    const room = setUp('no');
    room.opens(1, 'in');
    room.says(1, {});
    expect(room.events.of('link-changed')).toEqual([]);
    await room.passes(FIRST_LOOK_MS);
    room.says(1, { reaches: 'no' });
    room.network.onReach = () => Promise.resolve('yes');
    await room.passes(AGAIN_MS);
    room.says(1, {});
    room.says(1, {});
    expect(room.events.of('link-changed').map(({ verdict }) => verdict)).toEqual([
      ...['blocked-there', 'blocked-both', 'blocked-here', 'fine'],
    ]);
    for (const { advice } of room.events.of('link-changed')) expect(advice).toContain(alpha.name);
  });

  it('S25.9: means something where nothing is heard for a minute, and nothing without discovery', async () => {
    const room = setUp();
    room.opens(1, 'out');
    await room.passes(2 * LISTEN_MS);
    room.says(1, {});
    expect(room.doctor.verdictOn(alpha.peerId)).toBe('fine');
    room.doctor.look(true);
    await room.passes(LISTEN_MS - 1);
    expect(room.doctor.verdictOn(alpha.peerId)).toBe('fine');
    await room.passes(1);
    expect(room.doctor.verdictOn(alpha.peerId)).toBe('unannounced');
    room.doctor.announced(alpha.peerId, 'beacon');
    expect(room.doctor.verdictOn(alpha.peerId)).toBe('fine');
  });

  it('W16: forged announcements are remembered in a bounded number', () => {
    const room = setUp();
    room.doctor.look(true);
    for (let number = 1_001; number <= 3_000; number += 1) {
      room.doctor.announced(aPeerId(number), 'multicast');
    }
    room.opens(1, 'out');
    room.doctor.announced(alpha.peerId, 'multicast');
    room.says(1, {});
    expect(room.doctor.verdictOn(alpha.peerId)).toBe('fine');
  });

  it('S25.6: is tried at once where somebody asks, and each PC has a row with one sentence', async () => {
    const room = setUp('no');
    room.opens(1, 'in');
    room.opens(2, 'out', aPeer(2));
    const rows = await room.doctor.diagnose();
    expect(rows).toMatchObject([
      { ...alpha, verdict: 'blocked-there', reachesIt: 'no', reachesMe: 'unknown' },
      { ...aPeer(2), verdict: 'checking', reachesIt: 'yes' },
    ]);
    expect(rows[0]?.advice).toBe(
      "This PC can't open connections to peer 1: allow Lanspread (TCP port 41641) in the firewall there.",
    );
  });
});

function parsed(text: string): unknown {
  return JSON.parse(text);
}

describe('a PC that is here and out of reach', () => {
  it('S25.11: is told of in one sentence, until a connection has come about', async () => {
    const { doctor, events, opens, says, passes } = setUp();
    doctor.missed({ ...alpha, isVouched: true });
    await passes(CERTAIN_MS);
    const advice = `No new connection gets through between ${alpha.name} and this PC: allow Lanspread in both firewalls, and turn off client isolation where one is on Wi-Fi.`;
    const { peerId } = alpha;
    const told = { type: 'link-changed', peerId, verdict: 'blocked-both', advice };
    expect(events.of('link-changed')).toEqual([told]);
    expect(await doctor.diagnose()).toMatchObject([
      { ...alpha, advice, verdict: 'blocked-both', reachesIt: 'no', reachesMe: 'unknown' },
    ]);

    opens(1, 'out');
    says(1, {});
    expect(events.of('link-changed').slice(1)).toMatchObject([{ verdict: 'fine' }]);
    expect(await doctor.diagnose()).toMatchObject([{ verdict: 'fine' }]);
  });

  it('S25.11: is no PC that is connected', async () => {
    const { doctor, opens, passes } = setUp();
    opens(1, 'in');
    doctor.missed({ ...alpha, isVouched: true });
    await passes(CERTAIN_MS);
    expect(await doctor.diagnose()).toHaveLength(1);
  });
});
