import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { FakeNetwork } from '../../fixtures/engine/fake-network.ts';
import { aPeer } from '../../fixtures/engine/room.ts';
import type { PeerId } from '../../shared/domain/ids.ts';
import type { Address, Peer } from '../../shared/domain/peer.ts';
import { allSettled } from '../../fixtures/engine/waiting.ts';
import type { PeersMessage } from '../wire/network.ts';
import type { HintOutcome } from './connections.ts';
import { MAX_PEERS_HEARD, MAX_PEERS_TOLD, PeerExchange } from './peer-exchange.ts';

const SELF = aPeer(255);
const [alpha, bravo, charlie] = [aPeer(1), aPeer(2), aPeer(3)];
const OUTSIDE = '8.8.8.8:41641';

function named({ peerId, address }: Peer) {
  return { peerId, address };
}

function setUp(isOn = true) {
  const network = new FakeNetwork();
  const clock = new FakeClock();
  const hints: { readonly peerId: PeerId | undefined; readonly address: Address | undefined }[] =
    [];
  const missed: unknown[] = [];
  let outcome: HintOutcome = 'connected';
  const nobodyAnswers = () => {
    outcome = 'unreachable';
  };
  const exchange = new PeerExchange({
    ...{ ownId: SELF.peerId, network, clock },
    missed: (peerId, address) => missed.push({ peerId, address }),
    isFit: (address) => address !== OUTSIDE,
    connections: {
      hint: (peerId, [address]) => {
        hints.push({ peerId, address });
        return Promise.resolve(outcome);
      },
    },
  });
  if (isOn) exchange.look(true);
  const opens = (sessionId: number, peer: Peer) => {
    exchange.opened({ type: 'session-opened', sessionId, direction: 'in', ownHost: '', ...peer });
  };
  const says = (sessionId: number, peers: readonly Peer[] = [], open = true) => {
    exchange.heard(sessionId, { type: 'peers', open, peers: peers.map(named) });
  };
  const joins = (sessionId: number, peer: Peer) => {
    opens(sessionId, peer);
    says(sessionId);
  };
  /** Whom a session was told of within the next second. */
  const told = (sessionId: number) => {
    const before = network.sent.length;
    clock.advance(1_000);
    return network.sent
      .slice(before)
      .filter((sent) => sent.sessionId === sessionId)
      .flatMap(({ message }) => (message as PeersMessage).peers);
  };
  return { exchange, network, clock, hints, missed, nobodyAnswers, opens, says, joins, told };
}

describe('PeerExchange', () => {
  it('S25.4: tells each peer where the others are, a second later and once', () => {
    const { joins, told, network } = setUp();
    joins(1, alpha);
    joins(2, bravo);
    expect(told(1)).toEqual([named(bravo)]);
    expect(network.saidIn(2).at(-1)).toEqual({ type: 'peers', open: true, peers: [named(alpha)] });
    joins(3, charlie);
    expect(told(1)).toEqual([named(charlie)]);
    expect(told(1)).toEqual([]);
  });

  it('S25.11: says whom it has heard of and nobody reaches', async () => {
    const { joins, says, missed, nobodyAnswers } = setUp();
    joins(1, alpha);
    says(1, [bravo]);
    await allSettled();
    expect(missed).toEqual([]);
    nobodyAnswers();
    says(1, [charlie]);
    await allSettled();
    expect(missed).toEqual([named(charlie)]);
  });

  it('S25.4: dials whom it hears of, as a hint', () => {
    const { joins, says, hints } = setUp();
    joins(1, alpha);
    says(1, [bravo, SELF]);
    expect(hints).toEqual([named(bravo)]);
  });

  it('S25.4: does not tell a peer of those whom it has named itself', () => {
    const { joins, says, told } = setUp();
    joins(1, alpha);
    says(1, [bravo]);
    joins(2, bravo);
    expect(told(1)).toEqual([]);
  });

  it('S25.4: tells anew of a peer that was gone, and not of one that only has a new session', () => {
    const { exchange, joins, told } = setUp();
    joins(1, alpha);
    joins(2, bravo);
    expect(told(1)).toEqual([named(bravo)]);
    joins(3, bravo);
    exchange.closed(2);
    expect(told(1)).toEqual([]);
    exchange.closed(3);
    joins(4, { ...bravo, address: '10.0.0.9:1' });
    expect(told(1)).toEqual([{ peerId: bravo.peerId, address: '10.0.0.9:1' }]);
  });

  it('S25.5: keeps those out who do not take part, until they do', () => {
    const { opens, joins, says, told, hints } = setUp();
    joins(1, alpha);
    opens(2, bravo);
    says(2, [charlie], false);
    expect(told(1)).toEqual([]);
    expect(hints).toEqual([]);
    says(2);
    expect(told(1)).toEqual([named(bravo)]);
  });

  it('S25.5: says nothing and dials nobody while discovery is off, and tells when that changes', () => {
    const { exchange, joins, says, network, hints, told, clock } = setUp(false);
    joins(1, alpha);
    joins(2, bravo);
    says(1, [charlie]);
    expect(clock.waiting).toBe(0);
    expect([network.sent, hints]).toEqual([[], []]);
    exchange.look(true);
    expect(network.saidIn(1)).toEqual([{ type: 'peers', open: true, peers: [] }]);
    expect(told(1)).toEqual([named(bravo)]);
    exchange.look(false);
    expect(network.saidIn(1).at(-1)).toEqual({ type: 'peers', open: false, peers: [] });
    expect(clock.waiting).toBe(0);
  });

  it('S25.4: names a large room in messages of a bounded size', () => {
    const { joins, network, clock } = setUp();
    for (let number = 1; number <= 150; number += 1) joins(number, aPeer(number));
    clock.advance(10_000);
    const sizes = network.saidIn(1).map((message) => (message as PeersMessage).peers.length);
    expect(sizes).toEqual([0, MAX_PEERS_TOLD, MAX_PEERS_TOLD, 149 - 2 * MAX_PEERS_TOLD]);
  });

  it('W21: neither dials nor passes on what leads out of the room', () => {
    const { joins, says, hints, told } = setUp();
    joins(1, alpha);
    says(1, [{ ...bravo, address: OUTSIDE }]);
    joins(2, { ...charlie, address: OUTSIDE });
    expect(hints).toEqual([]);
    expect(told(1)).toEqual([]);
  });

  it('W21: hears a bounded number of addresses of one peer', () => {
    const { joins, says, hints } = setUp();
    joins(1, alpha);
    for (let number = 0; number < 2 * MAX_PEERS_HEARD; number += 1)
      says(1, [aPeer(1_000 + number)]);
    expect(hints).toHaveLength(MAX_PEERS_HEARD);
    joins(2, bravo);
    says(2, [charlie]);
    expect(hints).toHaveLength(MAX_PEERS_HEARD + 1);
  });
});
