import { describe, expect, it } from 'vitest';
import { anOutline, blockHashesOf } from '../../fixtures/engine/copies.ts';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { FakeTransfer } from '../../fixtures/engine/fake-fetcher.ts';
import { FakeNetwork } from '../../fixtures/engine/fake-network.ts';
import { aCatalog, aHash, aPeer, cnc4, ggoo, january } from '../../fixtures/engine/room.ts';
import { BLOCK_BYTES } from '../../shared/domain/content.ts';
import type { Peer } from '../../shared/domain/peer.ts';
import type { HaveMessage, SessionId } from '../wire/network.ts';
import { PeerDirectory } from './peer-directory.ts';
import { Swarm } from './swarm.ts';

const CONTENT = aHash(101);
const BLOCKS = 20;
const OUTLINE = anOutline({ path: 'ggoo.eti', size: BLOCKS * BLOCK_BYTES });
const [alpha, bravo] = [aPeer(1), aPeer(2)] as const;

/** Longer than what is verified is gathered for. */
const TOLD_MS = 1_000;

function setUp() {
  const clock = new FakeClock();
  const network = new FakeNetwork();
  const sessions = new Map<string, SessionId>();
  const directory: PeerDirectory = new PeerDirectory({
    ...{ catalog: aCatalog(ggoo, cnc4), events: new EventRecord().hub, clock },
    changed: () => {
      swarm.followPeers();
    },
  });
  const swarm = new Swarm({
    ...{ network, directory, clock },
    sessionOf: (peerId) => sessions.get(peerId),
  });
  const join = (peer: Peer, sessionId: SessionId): void => {
    sessions.set(peer.peerId, sessionId);
    directory.admit(peer, 'connect', []);
  };
  const leave = (peer: Peer): void => {
    sessions.delete(peer.peerId);
    directory.dismiss(peer.peerId, 'closed');
  };
  const say = (peer: Peer, message: HaveMessage): void => {
    swarm.heard(peer.peerId, sessions.get(peer.peerId) ?? 0, message);
  };
  return { swarm, network, clock, join, leave, say };
}

/** A download of ggoo under way, with these blocks from an earlier try. */
function underWay({ swarm }: ReturnType<typeof setUp>, kept: readonly number[] = []) {
  swarm.begin(ggoo, CONTENT);
  const verified = Uint8Array.from({ length: BLOCKS }, (_, block) => +kept.includes(block));
  const shared = {
    ...{ gameId: ggoo, outline: OUTLINE, folder: '/staging' },
    blockHashes: blockHashesOf(OUTLINE),
  };
  const plan = {
    ...{ ...shared, version: january, stagingFolder: shared.folder, verified, sources: [] },
  };
  const transfer = new FakeTransfer(plan, () => undefined, new AbortController().signal);
  swarm.fetch(shared, verified, transfer);
  return transfer;
}

function have(changes: Partial<HaveMessage & { type: 'have' }> = {}): HaveMessage {
  const bits = Uint8Array.of(0b101);
  return { type: 'have', gameId: ggoo, manifestHash: CONTENT, bits, ...changes };
}

describe('a download under way', () => {
  it('S21.3: is told to every peer that is here or comes, and once to each', () => {
    const room = setUp();
    room.join(alpha, 1);
    underWay(room);
    room.join(bravo, 2);
    const told = { type: 'have', gameId: ggoo, manifestHash: CONTENT, bits: new Uint8Array() };
    expect(room.network.saidIn(1)).toEqual([told]);
    expect(room.network.saidIn(2)).toEqual([told]);
  });

  it('S21.3: tells what it verifies to those that fetch the same, and to nobody else', () => {
    const room = setUp();
    room.join(alpha, 1);
    room.join(bravo, 2);
    underWay(room);
    room.say(alpha, have());
    room.network.sent.splice(0);
    room.swarm.asked(ggoo, [5]);
    room.swarm.add(ggoo, [3]);
    room.swarm.add(ggoo, [4]);
    room.clock.advance(TOLD_MS);
    expect(room.network.saidIn(1)).toEqual([
      { type: 'have-more', gameId: ggoo, blocks: [3, 4], coming: [5] },
    ]);
    expect(room.network.saidIn(2)).toEqual([]);
  });

  it('S21.3: tells what it has as a whole to one that begins to fetch the same', () => {
    const room = setUp();
    room.join(alpha, 1);
    underWay(room, [0, 9]);
    room.swarm.asked(ggoo, [1]);
    room.clock.advance(TOLD_MS);
    room.network.sent.splice(0);
    room.say(alpha, have());
    const all = { type: 'have', gameId: ggoo, manifestHash: CONTENT, bits: Uint8Array.of(1, 2) };
    const coming = { type: 'have-more', gameId: ggoo, blocks: [], coming: [1] };
    expect(room.network.saidIn(1)).toEqual([all, coming]);
    room.say(alpha, have());
    expect(room.network.saidIn(1)).toHaveLength(2);
  });

  it('S21.3: does not talk more often than a few times a second, however much it verifies', () => {
    const room = setUp();
    room.join(alpha, 1);
    underWay(room);
    room.say(alpha, have());
    room.network.sent.splice(0);
    for (let block = 0; block < BLOCKS; block += 1) {
      room.swarm.add(ggoo, [block]);
      room.clock.advance(50);
    }
    expect(room.network.saidIn(1).length).toBeLessThanOrEqual(10);
  });

  it('S21.3: allows what it verifies to be given, before it tells of it', () => {
    const room = setUp();
    room.join(alpha, 1);
    underWay(room, [7]);
    room.say(alpha, have());
    room.swarm.add(ggoo, [3]);
    expect(room.network.shared.get(ggoo)).toEqual([7, 3]);
  });

  it('S21.5: is no longer shared once it is over, and those it had told are told', async () => {
    const room = setUp();
    room.join(alpha, 1);
    const transfer = underWay(room, [7]);
    room.network.sent.splice(0);
    await room.swarm.end(ggoo);
    expect(room.network.shared.has(ggoo)).toBe(false);
    expect(room.network.saidIn(1)).toEqual([{ type: 'have-ended', gameId: ggoo }]);
    room.say(alpha, have());
    room.swarm.add(ggoo, [1]);
    expect(transfer.partials.size).toBe(0);
  });
});

describe('others that fetch the same', () => {
  it('S21.4: are asked for what they say that they have, and for nothing else', () => {
    const room = setUp();
    room.join(alpha, 1);
    const transfer = underWay(room);
    room.say(alpha, have());
    room.say(alpha, { type: 'have-more', gameId: ggoo, blocks: [4], coming: [] });
    const has = transfer.partials.get(alpha.peerId) ?? [];
    expect([...has.keys()].filter((block) => has[block] === 1)).toEqual([0, 2, 4]);
  });

  it('S21.4: are asked too where they said so before this transfer began', () => {
    const room = setUp();
    room.join(alpha, 1);
    room.swarm.begin(ggoo, CONTENT);
    const early = have();
    room.say(alpha, early);
    const transfer = underWay(room);
    room.say(alpha, early);
    expect(transfer.partials.get(alpha.peerId)?.slice(0, 4)).toEqual([1, 0, 1, 0]);
  });

  it.each([
    { what: 'other content', message: have({ manifestHash: aHash(199) }) },
    { what: 'another game', message: have({ gameId: cnc4 }) },
    {
      what: 'more of something it never began',
      message: { type: 'have-more', gameId: ggoo, blocks: [1], coming: [] } as const,
    },
  ])('S21.4: are not asked where it is $what', ({ message }) => {
    const room = setUp();
    room.join(alpha, 1);
    const transfer = underWay(room);
    room.say(alpha, message);
    expect(transfer.partials.size).toBe(0);
  });

  it('S21.4: are asked no more once they say that it is over, or fetch something else', () => {
    const room = setUp();
    room.join(alpha, 1);
    room.join(bravo, 2);
    const transfer = underWay(room);
    for (const peer of [alpha, bravo]) room.say(peer, have());
    room.say(alpha, { type: 'have-ended', gameId: ggoo });
    room.say(bravo, have({ manifestHash: aHash(199) }));
    expect(transfer.partials.size).toBe(0);
  });

  it('S21.4: are asked no more once they are gone, nor where their library is not known', () => {
    const room = setUp();
    room.join(alpha, 1);
    const transfer = underWay(room);
    room.say(alpha, have());
    room.leave(alpha);
    room.say(bravo, have());
    expect(transfer.partials.size).toBe(0);
  });

  it('S21.4: begin anew with a new session', () => {
    const room = setUp();
    room.join(alpha, 1);
    const transfer = underWay(room);
    room.say(alpha, have());
    room.join(alpha, 2);
    expect(transfer.partials.size).toBe(0);
    expect(room.network.saidIn(2).map(({ type }) => type)).toEqual(['have']);
  });
});
