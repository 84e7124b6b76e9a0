import { describe, expect, it } from 'vitest';
import { aContent, aCopy, anOutline, hashedOf, noCopy } from '../../fixtures/engine/copies.ts';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeLibrary } from '../../fixtures/engine/fake-library.ts';
import { MemoryBlockHashes } from '../../fixtures/engine/memory-store.ts';
import { bf1942, cnc4, ggoo } from '../../fixtures/engine/room.ts';
import { allSettled, deferred, unlessAborted } from '../../fixtures/engine/waiting.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { HashedGame, ScannedGame } from '../library/library.ts';
import { BackgroundHashing } from './background-hashing.ts';
import type { OperationKind } from './operations.ts';
import type { OwnGame, OwnManifest } from './own-game.ts';

const NEVER = new AbortController().signal;
const HASHED = hashedOf(aContent());
const OTHER = hashedOf(aContent(anOutline({ path: 'gone.eti', size: 1 })));
const MANIFEST: OwnManifest = { bytes: HASHED.manifest, hash: HASHED.manifestHash };

function setUp(...copies: readonly ScannedGame[]) {
  const library = new FakeLibrary();
  const blockHashes = new MemoryBlockHashes();
  const events = new EventRecord();
  const kinds = new Map<GameId, OperationKind>();
  const games = new Map<GameId, OwnGame>();
  for (const scanned of copies) {
    games.set(scanned.gameId, { scanned, manifest: undefined, isDamaged: false });
  }
  const hashing = new BackgroundHashing({
    library,
    blockHashes,
    events: events.hub,
    own: {
      find: (gameId) => games.get(gameId),
      setManifest: (gameId, _, manifest) => {
        const own = games.get(gameId);
        if (own) games.set(gameId, { ...own, manifest });
      },
    },
    operationOf: (gameId) => kinds.get(gameId),
    folderOf: (gameId) => `/games/${gameId}`,
  });
  return { hashing, library, blockHashes, events, kinds, games };
}

describe('background hashing', () => {
  it('S7.1: gives a ready copy its manifest, and remembers what it read', async () => {
    const { hashing, blockHashes, games } = setUp(aCopy());
    hashing.consider(ggoo);
    await allSettled();
    expect(games.get(ggoo)?.manifest).toEqual(MANIFEST);
    expect(blockHashes.ofGame(ggoo)).toEqual(HASHED.records);
  });

  it('S7.1: hashes one game after the other, in the background', async () => {
    const { hashing, library } = setUp(aCopy(), aCopy({ gameId: cnc4 }));
    const first = deferred<HashedGame>();
    library.onHash = () => first.promise;
    hashing.consider(ggoo);
    hashing.consider(cnc4);
    await allSettled();
    expect(library.calls).toEqual(['hash background /games/ggoo']);
    first.resolve(HASHED);
    await allSettled();
    expect(library.calls.at(-1)).toBe('hash background /games/cnc4');
  });

  it('S7.1: takes up a game that comes while it works, and each only once', async () => {
    const { hashing, library } = setUp(aCopy(), aCopy({ gameId: cnc4 }));
    hashing.consider(ggoo);
    hashing.consider(cnc4);
    hashing.consider(ggoo);
    hashing.consider(cnc4);
    await allSettled();
    hashing.consider(ggoo);
    await allSettled();
    expect(library.calls).toEqual(['hash background /games/ggoo', 'hash background /games/cnc4']);
  });

  it('S7.1: hashes a copy again that has changed since', async () => {
    const { hashing, library, games } = setUp(aCopy());
    hashing.consider(ggoo);
    await allSettled();
    games.set(ggoo, { scanned: aCopy(), manifest: undefined, isDamaged: false });
    hashing.consider(ggoo);
    await allSettled();
    expect(library.jobs).toHaveLength(2);
  });

  it.each([
    { what: 'that has no sentinel', copy: noCopy({ content: aContent(), installed: true }) },
    { what: 'that cannot be passed on', copy: aCopy({ content: undefined }) },
  ])('S7.1: leaves out a copy $what', async ({ copy }) => {
    const { hashing, library } = setUp(copy);
    hashing.consider(ggoo);
    hashing.consider(bf1942);
    await allSettled();
    expect(library.calls).toEqual([]);
  });

  it('S12.6: leaves out a game under an operation, also one that began while it waited', async () => {
    const { hashing, library, kinds } = setUp(aCopy(), aCopy({ gameId: cnc4 }));
    kinds.set(ggoo, 'Verifying');
    hashing.consider(ggoo);
    const first = deferred<HashedGame>();
    kinds.clear();
    library.onHash = () => first.promise;
    hashing.consider(cnc4);
    hashing.consider(ggoo);
    kinds.set(ggoo, 'Removing');
    first.resolve(HASHED);
    await allSettled();
    expect(library.calls).toEqual(['hash background /games/cnc4']);
  });

  it('S7.1: hands the records of an earlier time over, so that nothing is read twice', async () => {
    const { hashing, library, blockHashes } = setUp(aCopy());
    blockHashes.replace(ggoo, HASHED.records);
    hashing.consider(ggoo);
    await allSettled();
    expect(library.jobs).toMatchObject([{ records: HASHED.records }]);
    expect(blockHashes.writes).toBe(1);
  });

  it.each([
    { what: 'another inode', records: hashedOf(aContent(undefined, 50)).records },
    { what: 'one file more', records: HASHED.records.slice(1) },
    { what: 'one file less', records: [...HASHED.records, ...OTHER.records] },
  ])('S7.1: remembers anew where a record differs: $what', async ({ records }) => {
    const { hashing, blockHashes } = setUp(aCopy());
    blockHashes.replace(ggoo, records);
    hashing.consider(ggoo);
    await allSettled();
    expect(blockHashes.ofGame(ggoo)).toEqual(HASHED.records);
  });

  it('S7.4: tells what it cannot read, and goes on with the next', async () => {
    const { hashing, library, events, games } = setUp(aCopy(), aCopy({ gameId: cnc4 }));
    library.onHash = (job) =>
      job.folder.endsWith('ggoo')
        ? Promise.reject(new LanspreadError('io-error', 'ggoo/ggoo.eti cannot be read.'))
        : Promise.resolve(HASHED);
    hashing.consider(ggoo);
    hashing.consider(cnc4);
    await allSettled();
    expect(events.all).toEqual([
      {
        ...{ type: 'diagnostic', code: 'io-error', gameId: ggoo },
        message: 'ggoo/ggoo.eti cannot be read.',
      },
    ]);
    expect(games.get(cnc4)?.manifest).toBeDefined();
  });

  it('S7.4: tells a bug as a fault of the disk, for no command has failed', async () => {
    const { hashing, library, events } = setUp(aCopy());
    library.onHash = () => Promise.reject(new Error('a bug'));
    hashing.consider(ggoo);
    await allSettled();
    expect(events.of('diagnostic')).toMatchObject([{ code: 'io-error', gameId: ggoo }]);
  });

  it('S10.3: stops without a word', async () => {
    const { hashing, library, events } = setUp(aCopy(), aCopy({ gameId: cnc4 }));
    let isStopped = false;
    library.onHash = (_, signal) =>
      unlessAborted(new Promise<HashedGame>(() => undefined), signal).finally(() => {
        isStopped = true;
      });
    hashing.consider(ggoo);
    hashing.consider(cnc4);
    await allSettled();
    hashing.stop();
    await allSettled();
    expect(isStopped).toBe(true);
    hashing.consider(cnc4);
    await allSettled();
    expect(events.all).toEqual([]);
    expect(library.calls).toEqual(['hash background /games/ggoo']);
  });
});

describe('a manifest that must be known now', () => {
  it('S7.1: is hashed at full speed, and not again in the background', async () => {
    const { hashing, library, games } = setUp(aCopy(), aCopy({ gameId: cnc4 }));
    const first = deferred<HashedGame>();
    library.onHash = (job) =>
      job.priority === 'background' ? first.promise : Promise.resolve(HASHED);
    hashing.consider(cnc4);
    hashing.consider(ggoo);
    await expect(hashing.hashNow(ggoo, aContent(), NEVER)).resolves.toEqual(MANIFEST);
    expect(games.get(ggoo)?.manifest).toEqual(MANIFEST);
    first.resolve(HASHED);
    await allSettled();
    expect(library.calls).toEqual(['hash background /games/cnc4', 'hash asked /games/ggoo']);
  });

  it('S29.1: can be stopped', async () => {
    const { hashing } = setUp(aCopy());
    const stop = AbortSignal.abort(new LanspreadError('cancelled', 'ggoo: stopped.'));
    await expect(hashing.hashNow(ggoo, aContent(), stop)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
