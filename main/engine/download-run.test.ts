import { describe, expect, it } from 'vitest';
import {
  aContent,
  aCopy,
  anOutline,
  blockHashesOf,
  hashedOf,
  noCopy,
} from '../../fixtures/engine/copies.ts';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { FakeFetcher, type FakeTransfer } from '../../fixtures/engine/fake-fetcher.ts';
import { FakeGameFolder } from '../../fixtures/engine/fake-game-folder.ts';
import { FakeNetwork } from '../../fixtures/engine/fake-network.ts';
import { MemoryStore } from '../../fixtures/engine/memory-store.ts';
import {
  aCatalog,
  aGame,
  aHash,
  aPeer,
  december,
  ggoo,
  january,
} from '../../fixtures/engine/room.ts';
import { allSettled } from '../../fixtures/engine/waiting.ts';
import { BLOCK_BYTES } from '../../shared/domain/content.ts';
import type { CatalogVersion } from '../../shared/domain/game.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import type { AgreedContent } from './agreement.ts';
import { DownloadJournal } from './download-journal.ts';
import { type DownloadOrder, DownloadRun } from './download-run.ts';
import type { OwnGame, OwnManifest } from './own-game.ts';
import { Space } from './space.ts';
import { Swarm } from './swarm.ts';

const OUTLINE = anOutline({ path: 'ggoo.eti', size: BLOCK_BYTES + 1 });
const SCANNED = aContent(OUTLINE);
const HASHED = hashedOf(SCANNED);
const [alpha, bravo] = [aPeer(1), aPeer(2)].map(({ peerId, address }) => ({ peerId, address }));
const SOURCES = [alpha, bravo].flatMap((source) => source ?? []);

const agreed: AgreedContent = {
  ...{ version: january, size: SCANNED.size, outlineHash: SCANNED.outlineHash },
  ...{ manifestHash: HASHED.manifestHash, sources: SOURCES.map(({ peerId }) => peerId) },
};
const unhashed: AgreedContent = { ...agreed, manifestHash: undefined };

interface Room {
  readonly content?: AgreedContent;
  readonly catalogVersion?: CatalogVersion;
  readonly agreedNow?: AgreedContent;
}

function setUp({ content = agreed, catalogVersion, agreedNow = content }: Room = {}) {
  const fetcher = new FakeFetcher();
  const gameFolder = new FakeGameFolder();
  const store = new MemoryStore();
  const events = new EventRecord();
  const stop = new AbortController();
  const disk = {
    free: 1e9,
    scanned: aCopy({ content: SCANNED }),
    own: undefined as OwnGame | undefined,
  };
  const own = { manifest: undefined as OwnManifest | undefined, isDamaged: true };
  fetcher.descriptors.set(HASHED.manifestHash, HASHED.manifest);
  fetcher.descriptors.set(SCANNED.outlineHash, SCANNED.outlineBytes);
  const versions = new Map(catalogVersion ? [[january, catalogVersion]] : []);
  const network = new FakeNetwork();
  const run = new DownloadRun({
    swarm: new Swarm({
      ...{ network, clock: new FakeClock(), sessionOf: () => undefined },
      directory: { rows: () => [], find: () => undefined },
    }),
    ...{ fetcher, gameFolder, blockHashes: store.blockHashes, receipts: store.receipts },
    events: events.hub,
    catalog: aCatalog(aGame(ggoo, { versions })),
    journal: new DownloadJournal({ journal: store.journal, fetcher, gameFolder }),
    own: {
      find: () => disk.own,
      refresh: () => Promise.resolve(disk.scanned),
      setManifest: (_, __, manifest) => (own.manifest = manifest),
      setDamaged: (_, isDamaged) => (own.isDamaged = isDamaged),
    },
    space: new Space({ freeBytes: () => Promise.resolve(disk.free) }),
    folderOf: (gameId) => `/games/${gameId}`,
  });
  const order: DownloadOrder = {
    content: { ...content, gameId: ggoo },
    sources: SOURCES,
    started: () => undefined,
    agreedNow: () => agreedNow,
    advanced: () => undefined,
    signal: stop.signal,
  };
  return { run, order, network, fetcher, gameFolder, store, events, disk, own, stop };
}

// All blocks come, with hashes of this byte; 7 is what the manifest says.
function finishWith(byte = 7): (transfer: FakeTransfer) => void {
  return (transfer) => {
    const hashes = blockHashesOf(OUTLINE, byte);
    transfer.tell({ type: 'blocks-durable', blocks: [0, 1, 2], hashes });
    transfer.finish(50, 2);
  };
}

describe('a download', () => {
  it('S4.1: tells what it fetches, that it begins, and gives back who gave what', async () => {
    const { run, order, fetcher, events } = setUp();
    fetcher.onBegin = finishWith();
    await expect(run.fetch(order)).resolves.toEqual({
      ...{ gameId: ggoo, version: january, bytes: 100, seconds: 2 },
      sources: SOURCES.map((source) => ({ ...source, bytes: 50 })),
    });
    expect(events.all).toEqual([
      {
        ...{ type: 'got-game-files', gameId: ggoo, version: january, files: OUTLINE.files },
        ...{ manifestHash: HASHED.manifestHash, peers: agreed.sources },
      },
      {
        ...{ type: 'download-begin', gameId: ggoo, version: january, bytesKept: 0 },
        ...{ bytesTotal: SCANNED.size, sources: agreed.sources },
      },
    ]);
  });

  it('S4.1: fetches into staging and switches when every block is there', async () => {
    const { run, order, fetcher, gameFolder } = setUp();
    fetcher.onBegin = finishWith();
    await run.fetch(order);
    expect(gameFolder.steps).toEqual([
      'discardStaging ggoo',
      'openStaging ggoo',
      'switchToStaged ggoo',
    ]);
    expect(fetcher.transfers[0]?.plan).toMatchObject({
      ...{ gameId: ggoo, version: january, outline: OUTLINE, sources: SOURCES },
      blockHashes: blockHashesOf(OUTLINE),
      verified: new Uint8Array(3),
    });
  });

  it('S4.1: has the switch made ready when bytes have come, not while sources are being reached', async () => {
    const { run, order, fetcher, gameFolder } = setUp();
    const prepared: boolean[] = [];
    fetcher.onBegin = (transfer) => {
      void allSettled().then(() => {
        transfer.tell({ type: 'blocks-asked', blocks: [0, 1, 2] });
        prepared.push(gameFolder.isPrepared);
        transfer.tell({ type: 'blocks-verified', blocks: [0] });
        prepared.push(gameFolder.isPrepared);
        finishWith()(transfer);
      });
    };
    await run.fetch(order);
    expect(prepared).toEqual([false, true]);
  });

  it('S21.5: shares its blocks until they are all there, and not in the switch', async () => {
    const room = setUp();
    const steps: string[] = [];
    room.network.onUnshare = async () => {
      await allSettled();
      steps.push('shared no longer');
    };
    room.gameFolder.effects.set('switchToStaged', () => steps.push('switch'));
    room.fetcher.onBegin = (transfer) => {
      void allSettled().then(() => {
        transfer.tell({ type: 'blocks-verified', blocks: [1, 0] });
        steps.push(`shared ${String(room.network.shared.get(ggoo))}`);
        transfer.finish();
      });
    };
    await room.run.fetch(room.order);
    expect(steps).toEqual(['shared 1,0', 'shared no longer', 'switch']);
  });

  it('S21.5: shares its blocks no longer where it fails', async () => {
    const room = setUp();
    room.fetcher.onBegin = (transfer) => {
      transfer.fail(new LanspreadError('sources-lost', 'ggoo: nobody is left.'));
    };
    await expect(room.run.fetch(room.order)).rejects.toMatchObject({ code: 'sources-lost' });
    expect(room.network.calls).toEqual(['share ggoo', 'unshare ggoo']);
  });

  it('S21.3: shares nothing where it knows no hashes', async () => {
    const room = setUp({ content: unhashed });
    room.fetcher.onBegin = (transfer) => {
      transfer.fail(new LanspreadError('sources-lost', 'ggoo: nobody is left.'));
    };
    await expect(room.run.fetch(room.order)).rejects.toMatchObject({ code: 'sources-lost' });
    expect(room.network.calls).toEqual([]);
  });

  it('S21.1: hands over its transfer, so that sources may come and go', async () => {
    const { run, order, fetcher } = setUp();
    fetcher.onBegin = finishWith();
    const handedOver: unknown[] = [];
    await run.fetch({ ...order, started: (transfer) => handedOver.push(transfer) });
    expect(handedOver).toEqual(fetcher.transfers);
  });

  it('S4.2: leaves a copy that is hashed, sound and without a journal', async () => {
    const { run, order, fetcher, store, own } = setUp();
    fetcher.onBegin = finishWith();
    await run.fetch(order);
    expect(own).toEqual({
      manifest: { bytes: HASHED.manifest, hash: HASHED.manifestHash },
      isDamaged: false,
    });
    expect(store.blockHashes.ofGame(ggoo)).toEqual(HASHED.records);
    expect(store.journal.find(ggoo)).toBeUndefined();
  });

  it('S24.4: has not gone well where nobody could see what it left', async () => {
    const { run, order, fetcher, disk } = setUp();
    fetcher.onBegin = finishWith();
    disk.scanned = noCopy({ hasReadFault: true });
    await expect(run.fetch(order)).rejects.toMatchObject({ code: 'io-error' });
  });

  it('S4.2: takes nothing for known of a copy that changed while it was switched', async () => {
    const { run, order, fetcher, store, own, disk } = setUp();
    fetcher.onBegin = finishWith();
    disk.scanned = aCopy({ content: aContent(anOutline({ path: 'other', size: 1 })) });
    await run.fetch(order);
    expect(own.manifest).toBeUndefined();
    expect(store.blockHashes.ofGame(ggoo)).toEqual([]);
  });

  it('S4.3: passes on what the transfer tells', async () => {
    const { run, order, fetcher, events } = setUp();
    const [source = { peerId: aPeer(9).peerId, address: '' }] = SOURCES;
    const range = { path: 'ggoo.eti', offset: 0, length: 4, ...source };
    fetcher.onBegin = (transfer) => {
      transfer.tell({ type: 'range-finished', range });
      transfer.tell({ type: 'range-rejected', range, reason: 'its hash is wrong' });
      transfer.tell({ type: 'source-dropped', peerId: source.peerId, reason: 'two wrong blocks' });
      finishWith()(transfer);
    };
    await run.fetch(order);
    expect(events.all.slice(2)).toMatchObject([
      { type: 'download-chunk-finished', gameId: ggoo, ...range },
      { type: 'chunk-rejected', gameId: ggoo, reason: 'its hash is wrong', ...range },
      { type: 'diagnostic', code: 'sources-lost', gameId: ggoo, peerId: source.peerId },
    ]);
  });

  it.each([
    { bytesPerSecond: 100, etaSeconds: (SCANNED.size - 1_000) / 100 },
    { bytesPerSecond: 0, etaSeconds: null },
  ])('S4.3: tells how long it will take: $bytesPerSecond B/s', async (speed) => {
    const { run, order, fetcher, events } = setUp();
    const { bytesPerSecond, etaSeconds } = speed;
    const sources = [{ peerId: aPeer(1).peerId, bytes: 1_000, bytesPerSecond }];
    fetcher.onBegin = (transfer) => {
      transfer.tell({ type: 'transfer-progress', bytesDone: 1_000, bytesPerSecond, sources });
      finishWith()(transfer);
    };
    await run.fetch(order);
    expect(events.of('download-progress')).toEqual([
      {
        ...{ type: 'download-progress', gameId: ggoo, bytesDone: 1_000, etaSeconds },
        ...{ bytesTotal: SCANNED.size, bytesPerSecond },
        sources: [{ peerId: aPeer(1).peerId, bytesPerSecond }],
      },
    ]);
  });
});

describe('a download that ends early', () => {
  it.each(['cancelled', 'sources-lost', 'no-space', 'io-error'] as const)(
    'S18.1: keeps what is verified for the next try: %s',
    async (code) => {
      const { run, order, fetcher, gameFolder, store } = setUp();
      fetcher.onBegin = (transfer) => {
        const hashes = new Uint8Array(HASH_BYTES).fill(7);
        transfer.tell({ type: 'blocks-durable', blocks: [1], hashes });
        transfer.fail(new LanspreadError(code, 'It ended.'));
      };
      await expect(run.fetch(order)).rejects.toMatchObject({ code });
      expect(store.journal.find(ggoo)).toMatchObject({
        clean: true,
        verified: Uint8Array.from([0, 1, 0]),
      });
      expect(gameFolder.steps).toEqual(['discardStaging ggoo', 'openStaging ggoo']);
    },
  );

  it('S18.1: tells at the next try how much of it is kept', async () => {
    const { run, order, fetcher, events } = setUp();
    fetcher.onBegin = (transfer) => {
      const hashes = new Uint8Array(HASH_BYTES).fill(7);
      transfer.tell({ type: 'blocks-durable', blocks: [0], hashes });
      transfer.fail(new LanspreadError('sources-lost', 'Nobody is left.'));
    };
    await expect(run.fetch(order)).rejects.toMatchObject({ code: 'sources-lost' });
    fetcher.onBegin = finishWith();
    await run.fetch(order);
    expect(events.of('download-begin').map(({ bytesKept }) => bytesKept)).toEqual([0, BLOCK_BYTES]);
    expect(fetcher.transfers[1]?.plan.verified).toEqual(Uint8Array.from([1, 0, 0]));
  });

  it('S18.2: has files flushed before the switch unless all of them were as they came', async () => {
    const { run, order, fetcher, gameFolder } = setUp();
    fetcher.onBegin = finishWith();
    await run.fetch(order);
    fetcher.onBegin = (transfer) => {
      transfer.fail(new LanspreadError('sources-lost', 'Nobody is left.'));
    };
    await expect(run.fetch(order)).rejects.toMatchObject({ code: 'sources-lost' });
    fetcher.onBegin = finishWith();
    await run.fetch(order);
    expect(gameFolder.switched.map(({ isFlushed }) => isFlushed)).toEqual([true, false]);
  });

  it('S29.3: stops in the middle when it is told to', async () => {
    const { run, order, stop, gameFolder, store } = setUp();
    const fetching = run.fetch(order);
    await allSettled();
    stop.abort(new LanspreadError('cancelled', 'ggoo: stopped before it was downloaded.'));
    await expect(fetching).rejects.toMatchObject({ code: 'cancelled' });
    expect(gameFolder.switched).toEqual([]);
    expect(store.journal.find(ggoo)?.clean).toBe(true);
  });

  it('S29.3: leaves no trace where it had not begun to fetch', async () => {
    const { run, order, stop, gameFolder, events } = setUp();
    stop.abort(new LanspreadError('cancelled', 'ggoo: stopped before it was downloaded.'));
    await expect(run.fetch(order)).rejects.toMatchObject({ code: 'cancelled' });
    expect(gameFolder.steps).toEqual([]);
    expect(events.all).toEqual([]);
  });

  it('S18.2: has the disk read again where it failed in the switch', async () => {
    const { run, order, fetcher, gameFolder, store } = setUp();
    fetcher.onBegin = finishWith();
    gameFolder.faults.set('switchToStaged', new LanspreadError('io-error', 'ggoo is in use.'));
    await expect(run.fetch(order)).rejects.toMatchObject({ code: 'io-error' });
    expect(store.journal.find(ggoo)?.clean).toBe(false);
  });
});

describe('the space for a download', () => {
  it('S22.1: is asked for before anything is written', async () => {
    const { run, order, gameFolder, disk } = setUp();
    disk.free = SCANNED.size - 1;
    await expect(run.fetch(order)).rejects.toMatchObject({ code: 'no-space' });
    expect(gameFolder.steps).toEqual([]);
  });

  it('S22.1: needs to be only for what an earlier try has left to fetch', async () => {
    const { run, order, fetcher, disk } = setUp();
    fetcher.onBegin = (transfer) => {
      const hashes = new Uint8Array(HASH_BYTES).fill(7);
      transfer.tell({ type: 'blocks-durable', blocks: [0], hashes });
      transfer.fail(new LanspreadError('no-space', 'The disk is full.'));
    };
    await expect(run.fetch(order)).rejects.toMatchObject({ code: 'no-space' });
    disk.free = SCANNED.size - BLOCK_BYTES;
    fetcher.onBegin = finishWith();
    await run.fetch(order);
    expect(fetcher.transfers).toHaveLength(2);
  });

  it('S22.1: is not needed for what the own copy may have', async () => {
    const { run, order, fetcher, disk } = setUp();
    disk.own = { scanned: aCopy({ content: SCANNED }), manifest: undefined, isDamaged: true };
    disk.free = 0;
    fetcher.onReuse = () => Promise.resolve(Uint8Array.from([1, 0, 1]));
    await expect(run.fetch(order)).rejects.toMatchObject({ code: 'no-space' });
    disk.free = 1;
    fetcher.onBegin = finishWith();
    await run.fetch(order);
    expect(fetcher.transfers).toHaveLength(1);
  });

  it('S22.1: is asked for again where what is left does not fit', async () => {
    const { run, order, fetcher, gameFolder, disk } = setUp();
    gameFolder.staged.add('/games/ggoo');
    disk.free = SCANNED.size - 1;
    await expect(run.fetch(order)).rejects.toMatchObject({ code: 'no-space' });
    expect(fetcher.transfers).toEqual([]);
  });
});

describe("a player's own files", () => {
  it('S27.2: are put aside, being what the last download did not bring, and that is told', async () => {
    const { run, order, fetcher, gameFolder, store, events, disk } = setUp();
    const before = aContent(anOutline({ path: 'old.eti', size: 5 }));
    const manifest = hashedOf(before).manifest;
    disk.own = own(aCopy({ content: before, version: december }));
    store.receipts.put(ggoo, { version: december, manifest });
    gameFolder.putAside = ['.lanspread-yours/1/server.cfg'];
    fetcher.onBegin = finishWith();
    await run.fetch(order);
    expect(gameFolder.switched).toMatchObject([{ brought: before.outline }]);
    expect(events.of('diagnostic').map(({ message }) => message)).toEqual([
      expect.stringContaining(': .lanspread-yours/1/server.cfg.'),
    ]);
    expect(store.receipts.ofGame(ggoo)).toMatchObject([{ version: january }]);
  });

  it('S27.2: are known by what was brought also after a switch that was cut short', async () => {
    const { run, order, fetcher, gameFolder, store, disk } = setUp();
    const manifest = hashedOf(aContent()).manifest;
    disk.own = own(aCopy({ version: december }));
    store.receipts.put(ggoo, { version: december, manifest });
    gameFolder.faults.set('switchToStaged', new Error('killed'));
    fetcher.onBegin = finishWith();
    await expect(run.fetch(order)).rejects.toThrow('killed');
    const versions = store.receipts.ofGame(ggoo).map(({ version }) => version);
    expect(versions).toEqual([december, january]);
  });

  it('S27.2: are nobody’s where the own copy was not downloaded', async () => {
    const { run, order, fetcher, gameFolder, disk } = setUp();
    disk.own = own(aCopy({ version: december }));
    fetcher.onBegin = finishWith();
    await run.fetch(order);
    expect(gameFolder.switched[0]).not.toHaveProperty('brought');
  });

  function own(scanned: ReturnType<typeof aCopy>): OwnGame {
    return { scanned, manifest: undefined, isDamaged: false };
  }
});

describe('content whose sources had not hashed it', () => {
  it('S20.1: is taken where nobody knows better by the end', async () => {
    const { run, order, fetcher, own, events } = setUp({ content: unhashed });
    fetcher.onBegin = finishWith(5);
    await run.fetch(order);
    const { manifest, manifestHash } = hashedOf(SCANNED, 5);
    expect(own.manifest).toEqual({ bytes: Buffer.from(manifest), hash: manifestHash });
    expect(events.of('got-game-files')).toMatchObject([{ manifestHash: null }]);
  });

  it('S20.1: is taken where it is what the room agrees on by the end', async () => {
    const { run, order, fetcher, own } = setUp({ content: unhashed, agreedNow: agreed });
    fetcher.onBegin = finishWith();
    await run.fetch(order);
    expect(own.manifest?.hash).toBe(HASHED.manifestHash);
  });

  it.each<{ who: string } & Room>([
    { who: 'the room by the end', agreedNow: agreed },
    { who: 'the catalog', catalogVersion: { manifestHash: HASHED.manifestHash } },
    {
      who: 'the catalog, though the room agrees',
      catalogVersion: { manifestHash: HASHED.manifestHash },
      agreedNow: { ...agreed, manifestHash: hashedOf(SCANNED, 5).manifestHash },
    },
  ])('S20.1: is thrown away where it is not what $who says', async ({ who: _, ...room }) => {
    const { run, order, fetcher, gameFolder, store } = setUp({ ...room, content: unhashed });
    fetcher.onBegin = finishWith(5);
    await expect(run.fetch(order)).rejects.toMatchObject({ code: 'hash-mismatch' });
    expect(gameFolder.steps.at(-1)).toBe('discardStaging ggoo');
    expect(gameFolder.switched).toEqual([]);
    expect(store.journal.find(ggoo)).toBeUndefined();
  });

  it('S20.1: is not held against what the room agrees on of other files', async () => {
    const other = { ...agreed, outlineHash: aHash(77), manifestHash: aHash(78) };
    const { run, order, fetcher, gameFolder } = setUp({ content: unhashed, agreedNow: other });
    fetcher.onBegin = finishWith(5);
    await run.fetch(order);
    expect(gameFolder.switched).toHaveLength(1);
  });
});
