import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { MemoryStore } from '../../fixtures/engine/memory-store.ts';
import { aPeer } from '../../fixtures/engine/room.ts';
import type { PeerId } from '../../shared/domain/ids.ts';
import type { Address, LossReason, Peer } from '../../shared/domain/peer.ts';
import { Acquaintances, MAX_LOOKED_FOR } from './acquaintances.ts';

const [alpha, bravo] = [aPeer(1), aPeer(2)];

function met({ peerId, name, address }: Peer) {
  return { peerId, name, addresses: [address] };
}

function setUp(before: readonly Peer[] = []) {
  const { peers } = new MemoryStore();
  for (const peer of before) peers.put(met(peer));
  const clock = new FakeClock();
  const connected = new Set<PeerId>();
  const hints: { readonly peerId: PeerId | undefined; readonly addresses: readonly Address[] }[] =
    [];
  const hint = (peerId: PeerId | undefined, addresses: readonly Address[]) => {
    hints.push({ peerId, addresses });
    return Promise.resolve('unknown' as const);
  };
  const acquaintances = new Acquaintances({
    ...{ peers, clock, connections: { hint } },
    isConnected: (peerId) => connected.has(peerId),
  });
  const comes = (peer: Peer) => {
    connected.add(peer.peerId);
    acquaintances.follow({ type: 'peer-connected', ...peer });
  };
  const goes = ({ peerId, address }: Peer, reason: LossReason) => {
    connected.delete(peerId);
    acquaintances.follow({ type: 'peer-lost', peerId, address, reason });
  };
  /** Who is looked for in the next second. */
  const lookedFor = () => {
    hints.length = 0;
    clock.advance(1_000);
    return hints.map(({ peerId }) => peerId);
  };
  return { acquaintances, peers, clock, hints, comes, goes, lookedFor };
}

describe('Acquaintances', () => {
  it('S25.3: dials those met before at once, the one met last first', () => {
    const { acquaintances, hints } = setUp([alpha, bravo]);
    acquaintances.look(true);
    expect(hints.map(({ addresses }) => addresses)).toEqual([[bravo.address], [alpha.address]]);
  });

  it('S25.3: looks for whoever is missing, and not for who is there', () => {
    const { acquaintances, comes, goes, lookedFor } = setUp([alpha, bravo]);
    acquaintances.look(true);
    comes(alpha);
    expect(lookedFor()).toEqual([bravo.peerId]);
    goes(alpha, 'timeout');
    expect(lookedFor()).toContain(alpha.peerId);
  });

  it('S25.3: lets go who said goodbye, until it is met again', () => {
    const { acquaintances, comes, goes, lookedFor } = setUp();
    acquaintances.look(true);
    comes(alpha);
    goes(alpha, 'goodbye');
    expect(lookedFor()).toEqual([]);
    comes(alpha);
    goes(alpha, 'closed');
    expect(lookedFor()).toEqual([alpha.peerId]);
  });

  it('S25.3: remembers the last four addresses of a peer, the latest first', () => {
    const { acquaintances, peers, comes } = setUp();
    acquaintances.look(true);
    const addresses = [1, 2, 3, 1, 4, 5].map((number) => `10.0.0.1:${number}`);
    for (const address of addresses) comes({ ...alpha, address });
    expect(peers.all()).toEqual([
      { peerId: alpha.peerId, name: alpha.name, addresses: addresses.slice(2).toReversed() },
    ]);
  });

  it('S25.3: looks for the peers met last, and no more of them than it can afford', () => {
    const { acquaintances, comes, goes, lookedFor } = setUp();
    acquaintances.look(true);
    const many = Array.from({ length: MAX_LOOKED_FOR + 1 }, (_, number) => aPeer(number));
    for (const peer of many) comes(peer);
    for (const peer of many) goes(peer, 'closed');
    expect(lookedFor()).toEqual(
      many
        .slice(1)
        .map(({ peerId }) => peerId)
        .toReversed(),
    );
  });

  it('S25.3: neither remembers nor looks while discovery is off', () => {
    const { acquaintances, peers, clock, comes, goes, hints } = setUp([bravo]);
    comes(alpha);
    goes(alpha, 'closed');
    acquaintances.look(true);
    acquaintances.look(false);
    hints.length = 0;
    comes(alpha);
    expect(clock.waiting).toBe(0);
    expect(hints).toEqual([]);
    expect(peers.all()).toEqual([met(bravo)]);
  });
});
