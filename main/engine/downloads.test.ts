import { describe, expect, it } from 'vitest';
import { aCopy, anOutline, blockHashesOf } from '../../fixtures/engine/copies.ts';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { FakeTransfer } from '../../fixtures/engine/fake-fetcher.ts';
import { quietOperations } from '../../fixtures/engine/quiet-operations.ts';
import {
  aCatalog,
  aGame,
  aHash,
  anOffer,
  aPeer,
  aPeerId,
  ggoo,
  january,
  march,
} from '../../fixtures/engine/room.ts';
import { allSettled, deferred, unlessAborted } from '../../fixtures/engine/waiting.ts';
import type { ContentHash } from '../../shared/domain/ids.ts';
import type { Offer } from '../../shared/domain/content.ts';
import type { Peer } from '../../shared/domain/peer.ts';
import type { DownloadSummary } from '../../shared/domain/transfer.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { Downloads } from './downloads.ts';
import type { DownloadOrder } from './download-run.ts';
import type { OwnGame } from './own-game.ts';
import { PeerDirectory } from './peer-directory.ts';

const SUMMARY: DownloadSummary = {
  ...{ gameId: ggoo, version: january, bytes: 100, seconds: 1, sources: [] },
};

interface Choices {
  readonly copy?: OwnGame;
  readonly begun?: () => Promise<void>;
  /** The manifest hash that the catalog has of January's version. */
  readonly known?: ContentHash;
}

function setUp({ copy, begun, known }: Choices = {}) {
  const events = new EventRecord();
  const versions = new Map(known ? [[january, { manifestHash: known }]] : []);
  const catalog = aCatalog(aGame(ggoo, { versions }));
  const directory: PeerDirectory = new PeerDirectory({
    ...{ catalog, events: events.hub, clock: new FakeClock() },
    changed: () => {
      downloads.followPeers();
    },
  });
  const operations = quietOperations(begun);
  const state = { copy };
  const installed: string[] = [];
  const orders: DownloadOrder[] = [];
  const end = deferred<DownloadSummary>();
  const warmUps: string[] = [];
  const downloads: Downloads = new Downloads({
    ...{ catalog, directory, operations, events: events.hub },
    own: { find: () => state.copy },
    fetcher: {
      warmUp: () => {
        warmUps.push('warm-up');
      },
    },
    installs: {
      installWithin: (_, gameId) => {
        installed.push(gameId);
        return Promise.resolve();
      },
    },
    run: {
      fetch: (order) => {
        orders.push(order);
        return unlessAborted(end.promise, order.signal);
      },
    },
  });
  const join = (peer: Peer, changes: Partial<Offer> = {}): void => {
    directory.admit(peer, 'connect', [anOffer(changes)]);
  };
  return { downloads, directory, operations, events, state, installed, orders, end, join, warmUps };
}

type Room = ReturnType<typeof setUp>;

// The run has got as far as the transfer itself.
function startTransfer({ orders }: Room): FakeTransfer {
  const [order] = orders;
  if (!order) throw new Error('no download has begun');
  const outline = anOutline();
  const plan = {
    ...{ gameId: ggoo, version: january, outline, blockHashes: blockHashesOf(outline) },
    ...{ stagingFolder: '/staging', verified: new Uint8Array(1), sources: order.sources },
  };
  const transfer = new FakeTransfer(plan, () => undefined, order.signal);
  order.started(transfer);
  return transfer;
}

function own(changes: Partial<OwnGame> = {}): OwnGame {
  return { scanned: aCopy(), manifest: undefined, isDamaged: false, ...changes };
}

describe('what a download fetches', () => {
  it('S4.1: is what the room agrees on, from all who share it', async () => {
    const room = setUp();
    room.join(aPeer(1));
    room.join(aPeer(2));
    room.join(aPeer(3), { manifestHash: aHash(199) });
    const done = room.downloads.begin(ggoo, false);
    await allSettled();
    expect(room.orders).toMatchObject([
      { content: { gameId: ggoo, version: january }, sources: [aPeer(1), aPeer(2)].map(sourceOf) },
    ]);
    room.end.resolve(SUMMARY);
    await expect(done).resolves.toBe(SUMMARY);
    expect(room.events.of('download-finished')).toEqual([
      { type: 'download-finished', ...SUMMARY },
    ]);
  });

  it.each([
    { what: 'is not here', copy: undefined, isPrepared: true },
    { what: 'is newer than the copy', copy: own(), version: march, isPrepared: true },
    { what: 'is damaged here', copy: own({ isDamaged: true }), isPrepared: true },
    { what: 'is here', copy: own(), isPrepared: false },
  ])('S4.5: is prepared for: $isPrepared, where what another has $what', (given) => {
    const { copy, isPrepared, version = january } = given;
    const { downloads, warmUps } = setUp(copy && { copy });
    downloads.prepareFor([{ id: ggoo, version }]);
    expect(warmUps).toHaveLength(isPrepared ? 1 : 0);
  });

  it('S9.1: is nothing where no peer has the game: refused at once, and told', () => {
    const room = setUp();
    expect(codeOf(() => room.downloads.begin(ggoo, false))).toBe('no-peers-have-game');
    expect(room.events.all).toEqual([{ type: 'no-peers-have-game', gameId: ggoo }]);
    expect(room.orders).toEqual([]);
    room.operations.assertFree(ggoo);
  });

  it('S8.1: is nothing where the room does not agree: refused at once, and told', () => {
    const room = setUp();
    room.join(aPeer(1));
    room.join(aPeer(2), { outlineHash: aHash(2), size: 200 });
    room.events.clear();
    expect(codeOf(() => room.downloads.begin(ggoo, false))).toBe('ambiguous-metadata');
    expect(room.events.of('download-failed')).toMatchObject([
      { gameId: ggoo, code: 'ambiguous-metadata' },
    ]);
    expect(room.orders).toEqual([]);
  });

  it.each([
    { what: 'as new as any', offered: january },
    { what: 'newer than any', offered: '20241231' as typeof january },
  ])('S4.5: is nothing where the own copy is $what', async ({ offered }) => {
    const room = setUp({ copy: own() });
    room.join(aPeer(1), { version: offered });
    await expect(room.downloads.begin(ggoo, false)).resolves.toEqual({
      ...{ gameId: ggoo, version: january, bytes: 0, seconds: 0, sources: [] },
    });
    expect(room.orders).toEqual([]);
  });

  it('S8.4: is what the catalog says, now and by the end', async () => {
    const room = setUp({ known: aHash(199) });
    for (const number of [1, 2]) room.join(aPeer(number));
    room.join(aPeer(3), { manifestHash: aHash(199) });
    const done = room.downloads.begin(ggoo, false);
    await allSettled();
    expect(room.orders).toMatchObject([{ content: { manifestHash: aHash(199) } }]);
    expect(room.orders[0]?.agreedNow()).toMatchObject({ manifestHash: aHash(199) });
    room.end.resolve(SUMMARY);
    await done;
  });

  it('S4.5: is nothing where the own copy is the only one', async () => {
    const room = setUp({ copy: own() });
    await expect(room.downloads.begin(ggoo, false)).resolves.toMatchObject({ bytes: 0 });
    expect(room.events.all).toEqual([]);
  });

  it('S4.5: is nothing where others cannot agree on the version that is here', async () => {
    const room = setUp({ copy: own() });
    room.join(aPeer(1));
    room.join(aPeer(2), { outlineHash: aHash(2), size: 200 });
    await expect(room.downloads.begin(ggoo, false)).resolves.toMatchObject({ bytes: 0 });
  });

  it('S27.1: is the newer version where an older one is here', async () => {
    const room = setUp({ copy: own() });
    room.join(aPeer(1), { version: march });
    const done = room.downloads.begin(ggoo, false);
    await allSettled();
    expect(room.orders).toMatchObject([{ content: { version: march } }]);
    room.end.resolve(SUMMARY);
    await done;
  });

  it('S4.5: is the same version again where the own copy is damaged', async () => {
    const room = setUp({ copy: own({ isDamaged: true }) });
    room.join(aPeer(1));
    const done = room.downloads.begin(ggoo, false);
    await allSettled();
    expect(room.orders).toHaveLength(1);
    room.end.resolve(SUMMARY);
    await done;
  });

  it('S24.2: is nothing any more where recovery has just made the copy whole', async () => {
    const room: Room = setUp({
      begun: () => {
        room.state.copy = own();
        return Promise.resolve();
      },
    });
    room.join(aPeer(1));
    await expect(room.downloads.begin(ggoo, false)).resolves.toMatchObject({ bytes: 0 });
    expect(room.orders).toEqual([]);
  });

  it('S12.6: is refused while the game is under an operation', async () => {
    const room = setUp();
    room.join(aPeer(1));
    const first = room.downloads.begin(ggoo, false);
    expect(codeOf(() => room.downloads.begin(ggoo, false))).toBe('operation-active');
    room.end.resolve(SUMMARY);
    await first;
  });
});

describe('a download with install', () => {
  it('S5.1: installs what it has fetched', async () => {
    const room = setUp();
    room.join(aPeer(1));
    room.end.resolve(SUMMARY);
    await room.downloads.begin(ggoo, true);
    expect(room.installed).toEqual([ggoo]);
  });

  it('S5.1: installs what was here already', async () => {
    const room = setUp({ copy: own() });
    await room.downloads.begin(ggoo, true);
    expect(room.installed).toEqual([ggoo]);
  });

  it('S4.1: installs nothing where it was not asked to', async () => {
    const room = setUp();
    room.join(aPeer(1));
    room.end.resolve(SUMMARY);
    await room.downloads.begin(ggoo, false);
    expect(room.installed).toEqual([]);
  });
});

describe('a download that fails', () => {
  it('S19.1: is told, frees the game and installs nothing', async () => {
    const room = setUp();
    room.join(aPeer(1));
    const done = room.downloads.begin(ggoo, true);
    room.end.reject(new LanspreadError('sources-lost', 'ggoo: nobody is left.'));
    await expect(done).rejects.toMatchObject({ code: 'sources-lost' });
    expect(room.events.of('download-failed')).toEqual([
      {
        ...{ type: 'download-failed', gameId: ggoo, code: 'sources-lost' },
        message: 'ggoo: nobody is left.',
      },
    ]);
    expect(room.installed).toEqual([]);
    room.operations.assertFree(ggoo);
  });

  it('S29.1: is told as cancelled where it was', async () => {
    const room = setUp();
    room.join(aPeer(1));
    const done = room.downloads.begin(ggoo, true);
    await allSettled();
    await room.operations.cancel(ggoo);
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(room.events.of('download-failed')).toMatchObject([{ code: 'cancelled' }]);
  });

  it('S4.3: is told once, also where the game could not be made ready for it', async () => {
    const fault = new LanspreadError('io-error', 'ggoo is in use.');
    const room = setUp({ begun: () => Promise.reject(fault) });
    room.join(aPeer(1));
    await expect(room.downloads.begin(ggoo, false)).rejects.toBe(fault);
    expect(room.events.of('download-failed')).toMatchObject([{ code: 'io-error' }]);
  });
});

describe('the sources of a download under way', () => {
  it('S21.1: grow by each peer that has the content from now on', async () => {
    const { room, transfer } = await underWay();
    room.join(aPeer(2));
    expect([...transfer.sources]).toEqual([aPeerId(1), aPeerId(2)]);
  });

  it.each([
    { what: 'other bytes', changes: { manifestHash: aHash(199) } },
    { what: 'other files', changes: { outlineHash: aHash(2), size: 200 } },
    { what: 'an older version', changes: { version: '20241231' as typeof january } },
    { what: 'a newer version', changes: { version: march } },
  ])('S16.2: do not grow by a peer with $what', async ({ changes }) => {
    const { room, transfer } = await underWay();
    room.join(aPeer(2), changes);
    expect([...transfer.sources]).toEqual([aPeerId(1)]);
  });

  it('S21.1: are left alone that stay as they are', async () => {
    const { room, transfer } = await underWay();
    room.join(aPeer(2));
    const calls: string[] = [];
    transfer.addSource = ({ peerId }) => calls.push(`add ${peerId}`);
    transfer.removeSource = (peerId) => calls.push(`remove ${peerId}`);
    room.join(aPeer(3));
    room.directory.dismiss(aPeerId(3), 'closed');
    room.downloads.followPeers();
    expect(calls).toEqual([`add ${aPeerId(3)}`, `remove ${aPeerId(3)}`]);
  });

  it('S19.2: lose a peer that is gone, or no longer has the content', async () => {
    const { room, transfer } = await underWay();
    room.join(aPeer(2));
    room.directory.dismiss(aPeerId(1), 'closed');
    expect([...transfer.sources]).toEqual([aPeerId(2)]);
    room.directory.update(aPeerId(2), [], [ggoo]);
    expect(transfer.sources.size).toBe(0);
  });

  it('S11.3: follow a peer to its new address', async () => {
    const { room, transfer } = await underWay();
    const added: string[] = [];
    transfer.addSource = ({ address }) => added.push(address);
    room.join(aPeer(1, { address: '10.0.0.9:5000' }));
    expect(added).toEqual(['10.0.0.9:5000']);
  });

  it('S21.1: take up who came and drop who left while it was being described', async () => {
    const room = setUp();
    room.join(aPeer(1));
    void room.downloads.begin(ggoo, false).catch(() => undefined);
    await allSettled();
    room.join(aPeer(2));
    room.directory.dismiss(aPeerId(1), 'closed');
    expect([...startTransfer(room).sources]).toEqual([aPeerId(2)]);
  });

  it('S21.1: are followed no longer than the download', async () => {
    const { room, transfer } = await underWay();
    room.end.resolve(SUMMARY);
    await room.events.next('download-finished');
    await allSettled();
    room.join(aPeer(2));
    expect([...transfer.sources]).toEqual([aPeerId(1)]);
  });

  it('S20.1: hold what was fetched against what the room agrees on by the end', async () => {
    const { room } = await underWay();
    expect(room.orders[0]?.agreedNow()).toMatchObject({ manifestHash: aHash(101) });
    room.join(aPeer(2), { manifestHash: aHash(199) });
    expect(room.orders[0]?.agreedNow()).toBeUndefined();
  });
});

async function underWay() {
  const room = setUp();
  room.join(aPeer(1));
  void room.downloads.begin(ggoo, false).catch(() => undefined);
  await allSettled();
  return { room, transfer: startTransfer(room) };
}

function sourceOf({ peerId, address }: Peer) {
  return { peerId, address };
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof LanspreadError ? error.code : 'no foreseen failure';
  }
  return 'nothing was thrown';
}
