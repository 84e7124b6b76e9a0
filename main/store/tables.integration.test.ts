import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContentHash, GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';
import { DATABASE_FILE, openStore } from './open-store.ts';
import { MAX_PEERS } from './peer-table.ts';
import { openSqlite } from './sqlite.ts';
import type { JournalHeader, Store, StoredCopy } from './store.ts';

const ggoo = 'ggoo' as GameId;
const cnc4 = 'cnc4' as GameId;
const HASH = 32;

describe('the store', () => {
  let folder: string;
  let store: Store;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lanspread-store-'));
    store = open();
  });
  afterEach(async () => {
    store.close();
    await rm(folder, { recursive: true });
  });

  it('gives back any text as it was put, over a restart', () => {
    const texts = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(texts, (settings) => {
        for (const [name, value] of Object.entries(settings)) store.settings.put(name, value);
        reopen();
        for (const [name, value] of Object.entries(settings)) {
          expect(store.settings.find(name)).toBe(value);
        }
      }),
      { numRuns: 10 },
    );
    expect(store.settings.find('never put')).toBeUndefined();
  });

  it('S11: knows a peer by its identity, at its latest addresses, the last one met first', () => {
    store.peers.put(aPeer(1, '10.0.0.1:1'));
    store.peers.put(aPeer(2, '10.0.0.2:1'));
    store.peers.put(aPeer(1, '10.0.0.9:1', '10.0.0.1:1'));
    reopen();
    expect(store.peers.all()).toEqual([
      aPeer(1, '10.0.0.9:1', '10.0.0.1:1'),
      aPeer(2, '10.0.0.2:1'),
    ]);
  });

  it('remembers a bounded number of peers', () => {
    for (let number = 0; number <= MAX_PEERS; number += 1) store.peers.put(aPeer(number, 'a:1'));
    expect(store.peers.all()).toHaveLength(MAX_PEERS);
    expect(store.peers.all().at(-1)).toEqual(aPeer(1, 'a:1'));
  });

  it('S12.4: keeps which copy was found damaged, and forgets it on demand', () => {
    const prints = ['a', 'b'].map((digit) => digit.repeat(64) as ContentHash);
    for (const print of prints) store.damages.put(ggoo, print);
    reopen();
    expect(store.damages.find(ggoo)).toBe(prints[1]);
    expect(store.damages.find(cnc4)).toBeUndefined();
    store.damages.forget(ggoo);
    reopen();
    expect(store.damages.find(ggoo)).toBeUndefined();
  });

  it('S27.2: keeps a receipt a version, until only one is to be kept', () => {
    const versions = ['20250101', '20250301', '20250301'] as Version[];
    const receipts = versions.map((version, index) => ({
      version,
      manifest: Uint8Array.of(index),
    }));
    for (const receipt of receipts) store.receipts.put(ggoo, receipt);
    store.receipts.put(cnc4, { version: '20250101' as Version, manifest: Uint8Array.of(9) });
    reopen();
    const kept = store.receipts.ofGame(ggoo).map(({ manifest }) => [...manifest]);
    expect(kept.sort()).toEqual([[0], [2]]);
    store.receipts.keepOnly(ggoo, '20250301' as Version);
    reopen();
    expect(store.receipts.ofGame(ggoo)).toMatchObject([{ version: '20250301' }]);
    store.receipts.forget(ggoo);
    expect(store.receipts.ofGame(ggoo)).toEqual([]);
    expect(store.receipts.ofGame(cnc4)).toHaveLength(1);
  });

  it('Q10: keeps the queue in its order, whatever it held before', () => {
    const entry = {
      install: true,
      patient: false,
      paused: true,
      bytesDone: 2 ** 40,
      bytesTotal: 1,
    };
    store.queue.replace([{ gameId: cnc4, ...entry }]);
    const queue = [
      { gameId: ggoo, ...entry, patient: true },
      { gameId: cnc4, ...entry, install: false, paused: false },
    ];
    store.queue.replace(queue);
    reopen();
    expect(store.queue.all()).toEqual(queue);
    store.queue.replace([]);
    expect(store.queue.all()).toEqual([]);
  });

  it('remembers what an install brought, until it is forgotten', () => {
    const files = [{ path: 'a/it\'s "ö".cfg', size: 2 ** 40, mtimeMs: 1735689600000.125 }];
    store.installs.put(ggoo, { version: '20250101' as Version, files: [] });
    store.installs.put(ggoo, { version: '20250301' as Version, files });
    reopen();
    expect(store.installs.find(ggoo)).toEqual({ version: '20250301', files });
    expect(store.installs.find(cnc4)).toBeUndefined();
    store.installs.forget(ggoo);
    expect(store.installs.find(ggoo)).toBeUndefined();
  });

  it('S30: gives back the block hashes of each file of a game, and of no other game', () => {
    const files = [
      { path: 'a', size: 9_000_000, mtimeMs: 1.5, inode: 2 ** 60, blockHashes: hashes(3) },
      { path: 'b', size: 0, mtimeMs: 2, inode: 7, blockHashes: hashes(0) },
      { path: 'c', size: 1, mtimeMs: 3, inode: 8, blockHashes: hashes(1, 9) },
    ];
    store.blockHashes.replace(ggoo, files);
    store.blockHashes.replace(cnc4, files.slice(2));
    reopen();
    expect(store.blockHashes.ofGame(ggoo)).toEqual(files);
    store.blockHashes.replace(ggoo, files.slice(1));
    expect(store.blockHashes.ofGame(ggoo)).toEqual(files.slice(1));
    store.blockHashes.forget(ggoo);
    expect(store.blockHashes.ofGame(ggoo)).toEqual([]);
    expect(store.blockHashes.ofGame(cnc4)).toEqual(files.slice(2));
  });

  it('forgets the hashes of a game where they do not fit its sizes', () => {
    const file = { path: 'a', size: 1, mtimeMs: 1, inode: 1 };
    store.blockHashes.replace(ggoo, [{ ...file, blockHashes: hashes(2) }]);
    expect(store.blockHashes.ofGame(ggoo)).toEqual([]);
  });

  it('S7.1: gives back a hashed copy as it was put, until it is forgotten', () => {
    store.copies.put(ggoo, aStoredCopy());
    store.copies.put(cnc4, {
      ...aStoredCopy(),
      inodes: Float64Array.of(),
      mtimesMs: Float64Array.of(),
    });
    reopen();
    expect(store.copies.find(ggoo)).toEqual(aStoredCopy());
    expect(store.copies.find(cnc4)?.inodes).toEqual(Float64Array.of());
    store.copies.put(ggoo, { ...aStoredCopy(), size: 7 });
    expect(store.copies.find(ggoo)?.size).toBe(7);
    store.copies.forget(ggoo);
    expect(store.copies.find(ggoo)).toBeUndefined();
    expect(store.copies.find(cnc4)).toBeDefined();
  });

  it.each([
    `fingerprint = '${'e'.repeat(64)}'`,
    `fingerprint = 'nothing'`,
    `manifest_hash = '${'e'.repeat(64)}'`,
    `outline_hash = '${'e'.repeat(64)}'`,
    `size = size + 1`,
    `manifest = x'00'`,
    `inodes = times`,
    `times = x'0000000000'`,
    `seal = '${'e'.repeat(64)}'`,
  ])('S7.2: knows nothing of a copy whose row was damaged: %s', (damage) => {
    store.copies.put(ggoo, aStoredCopy());
    vandalize(`UPDATE copies SET ${damage}`);
    expect(store.copies.find(ggoo)).toBeUndefined();
  });

  it('S18: gives back the blocks that were recorded, with their hashes', () => {
    store.journal.begin(aHeader(5));
    store.journal.record(ggoo, [3, 1], hashes(2, 7));
    store.journal.record(ggoo, [3], hashes(1, 9));
    reopen();
    const entry = store.journal.find(ggoo);
    expect(entry).toMatchObject({ ...aHeader(5), clean: false });
    expect([...(entry?.verified ?? [])]).toEqual([0, 1, 0, 1, 0]);
    expect(blockHash(entry?.hashes, 1)).toEqual(hashes(2, 7).slice(HASH));
    expect(blockHash(entry?.hashes, 3)).toEqual(hashes(1, 9));
    expect(blockHash(entry?.hashes, 4)).toEqual(new Uint8Array(HASH));
  });

  it('S18: trusts an entry only while it is marked as ended cleanly', () => {
    store.journal.begin(aHeader(1));
    store.journal.setClean(ggoo, true);
    reopen();
    expect(store.journal.find(ggoo)?.clean).toBe(true);
    store.journal.setClean(ggoo, false);
    expect(store.journal.find(ggoo)?.clean).toBe(false);
  });

  it('S18: keeps nothing of the entry that another one replaces', () => {
    store.journal.begin(aHeader(2));
    store.journal.record(ggoo, [0, 1], hashes(2));
    store.journal.begin({ ...aHeader(2), manifestHash: 'b'.repeat(64) as ContentHash });
    expect(store.journal.find(ggoo)?.verified).toEqual(new Uint8Array(2));
    expect(store.journal.find(ggoo)?.manifestHash).toBe('b'.repeat(64));
  });

  it('S29: records nothing for a journal that is forgotten', () => {
    store.journal.begin(aHeader(2));
    store.journal.forget(ggoo);
    store.journal.record(ggoo, [0], hashes(1));
    expect(store.journal.find(ggoo)).toBeUndefined();
  });

  it('leaves out a row that does not read as what was stored', () => {
    store.peers.put(aPeer(1, 'a:1'));
    store.journal.begin(aHeader(2));
    store.installs.put(ggoo, { version: '20250101' as Version, files: [] });
    store.blockHashes.replace(ggoo, []);
    vandalize(
      `UPDATE peers SET peer_id = 'nobody'`,
      `UPDATE journals SET block_count = -1`,
      `UPDATE installs SET files = '[["a",-1,0]]'`,
      `UPDATE block_hashes SET files = 'no json'`,
    );
    expect(store.peers.all()).toEqual([]);
    expect(store.journal.find(ggoo)).toBeUndefined();
    expect(store.installs.find(ggoo)).toBeUndefined();
    expect(store.blockHashes.ofGame(ggoo)).toEqual([]);
  });

  it('leaves out recorded blocks that the journal can not have', () => {
    store.journal.begin(aHeader(2));
    for (const block of [0, 1, 2]) store.journal.record(ggoo, [block], hashes(1));
    vandalize(`UPDATE journal_runs SET hashes = x'00' WHERE first_block = 1`);
    expect([...(store.journal.find(ggoo)?.verified ?? [])]).toEqual([1, 0]);
  });

  function open(): Store {
    return openStore(folder, {
      onProblem: ({ message }) => {
        throw new Error(message);
      },
    });
  }

  function reopen(): void {
    store.close();
    store = open();
  }

  function vandalize(...statements: readonly string[]): void {
    const db = openSqlite(join(folder, DATABASE_FILE));
    for (const sql of statements) db.exec(sql);
    db.close();
  }
});

function aPeer(number: number, ...addresses: string[]) {
  return { peerId: String(number).padStart(32, '0') as PeerId, name: `peer ${number}`, addresses };
}

function aHeader(blockCount: number): JournalHeader {
  return {
    gameId: ggoo,
    version: '20250301' as Version,
    outlineHash: 'a'.repeat(64) as ContentHash,
    manifestHash: undefined,
    blockCount,
  };
}

function hashes(count: number, first = 1): Uint8Array {
  return Uint8Array.from({ length: count * HASH }, (_, index) => (first + index) % 256);
}

function blockHash(all: Uint8Array | undefined, block: number): Uint8Array | undefined {
  return all?.slice(block * HASH, (block + 1) * HASH);
}

function aStoredCopy(): StoredCopy {
  return {
    fingerprint: 'f'.repeat(64) as ContentHash,
    manifest: Uint8Array.of(0, 1, 2, 255),
    manifestHash: 'a'.repeat(64) as ContentHash,
    outlineHash: 'b'.repeat(64) as ContentHash,
    size: 2 ** 45,
    inodes: Float64Array.of(2 ** 60, 7),
    mtimesMs: Float64Array.of(1_700_000_000_000.123, 2),
  };
}
