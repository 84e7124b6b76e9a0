import { describe, expect, it } from 'vitest';
import {
  aContent,
  aCopy,
  anOutline,
  hashedOf,
  noCopy,
  writtenAt,
} from '../../fixtures/engine/copies.ts';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeLibrary, GAMES_FOLDER } from '../../fixtures/engine/fake-library.ts';
import { memoryCopies, memoryDamages } from '../../fixtures/engine/memory-store.ts';
import { aCatalog, bf1942, cnc4, ggoo, march } from '../../fixtures/engine/room.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { KnownCopies } from './known-copies.ts';
import type { OperationKind } from './operations.ts';
import { OwnLibrary } from './own-library.ts';

const NEVER = new AbortController().signal;
const ELSEWHERE = '/elsewhere';
const CONTENT = aContent();
const HASHED = hashedOf(CONTENT);
const MANIFEST = { bytes: HASHED.manifest, hash: HASHED.manifestHash };

function setUp(damages = memoryDamages()) {
  const library = new FakeLibrary();
  const events = new EventRecord();
  const kinds = new Map<GameId, OperationKind>();
  const changed: GameId[] = [];
  const known = new KnownCopies(memoryCopies());
  const looked: (readonly [GameId, boolean])[] = [];
  const own = new OwnLibrary(
    {
      library,
      catalog: aCatalog(ggoo, cnc4),
      events: events.hub,
      operationOf: (gameId) => kinds.get(gameId),
      damages,
      known,
      looked: (gameId, hasReadFault) => looked.push([gameId, hasReadFault]),
      changed: (gameId) => changed.push(gameId),
    },
    GAMES_FOLDER,
  );
  return { own, library, events, kinds, changed, looked, known };
}

async function withHashedCopy() {
  const room = setUp();
  room.library.put(aCopy());
  await room.own.scan(NEVER);
  room.own.setManifest(ggoo, CONTENT, MANIFEST);
  return room;
}

describe('a scan', () => {
  it('S7.1: finds a copy hashed that is as it was at an earlier time', async () => {
    const { own, library, known } = setUp();
    library.put(aCopy());
    known.put(ggoo, CONTENT, MANIFEST);
    await own.scan(NEVER);
    expect(own.find(ggoo)?.manifest).toEqual(MANIFEST);
  });

  it('S1.4: lets a game that may be unfinished count as it is once it is repaired', async () => {
    const { own, library, changed } = setUp();
    library.put(aCopy());
    library.put(noCopy({ gameId: cnc4, mayBeUnfinished: true }));
    const repaired: GameId[] = [];
    await own.scan(NEVER, (gameIds) => {
      repaired.push(...gameIds);
      expect(changed).toEqual([ggoo]);
      library.put(aCopy({ gameId: cnc4, mayBeUnfinished: true }));
      return Promise.resolve();
    });
    expect(repaired).toEqual([cnc4]);
    expect(changed).toEqual([ggoo, cnc4]);
    expect(own.ready()).toEqual([ggoo, cnc4]);
  });

  it('S1.4: lets a game that could not be repaired count as it lies there', async () => {
    const { own, library } = setUp();
    library.put(aCopy({ mayBeUnfinished: true }));
    await own.scan(NEVER, () => Promise.resolve());
    expect(own.ready()).toEqual([ggoo]);
  });

  it('S24.4: says of which games it could not see all', async () => {
    const { own, library, looked } = setUp();
    library.put(aCopy());
    library.put(noCopy({ gameId: cnc4, hasReadFault: true }));
    await own.scan(NEVER);
    expect(looked).toEqual(
      expect.arrayContaining([
        [ggoo, false],
        [cnc4, true],
      ]),
    );
  });

  it('S1.1: asks for catalog games alone', async () => {
    const { own, library } = setUp();
    library.put(aCopy({ gameId: bf1942 }));
    await own.scan(NEVER);
    expect(own.find(bf1942)).toBeUndefined();
    expect(own.ready()).toEqual([]);
  });

  it('S1.2: tells all that is here, ready or only installed, and nothing else', async () => {
    const { own, library, events } = setUp();
    library.put(aCopy());
    library.put(noCopy({ gameId: cnc4, installed: true }));
    await own.scan(NEVER);
    expect(events.of('local-library-changed')).toMatchObject([
      {
        games: [
          { id: ggoo, availability: 'Ready' },
          { id: cnc4, availability: 'LocalOnly' },
        ],
      },
    ]);
    expect(own.ready()).toEqual([ggoo]);
  });

  it('S1.2: tells an empty library once, and the same library not again', async () => {
    const { own, events } = setUp();
    await own.scan(NEVER);
    await own.scan(NEVER);
    expect(events.all).toEqual([{ type: 'local-library-changed', games: [] }]);
  });

  it('S1.2: does not list a folder without a valid sentinel', async () => {
    const { own, library } = setUp();
    library.put(noCopy({ content: CONTENT }));
    await own.scan(NEVER);
    expect(own.find(ggoo)).toBeUndefined();
  });

  it('S1.3: tells what is wrong, of a game and of the folder, and goes on', async () => {
    const { own, library, events } = setUp();
    const problem = { gameId: ggoo, path: 'ggoo/version.ini', message: 'It holds no date.' };
    library.put(noCopy({ problems: [problem] }));
    library.put(aCopy({ gameId: cnc4 }));
    library.problems.push({ path: 'stray', message: 'No game has this name.' });
    await own.scan(NEVER);
    expect(events.of('diagnostic')).toEqual([
      { type: 'diagnostic', code: 'io-error', ...problem },
      { type: 'diagnostic', code: 'io-error', path: 'stray', message: 'No game has this name.' },
    ]);
    expect(own.ready()).toEqual([cnc4]);
  });

  it('S1.2: forgets a game that is no longer here', async () => {
    const { own, library, events, changed } = setUp();
    library.put(aCopy());
    await own.scan(NEVER);
    library.drop(ggoo);
    await own.scan(NEVER);
    expect(own.find(ggoo)).toBeUndefined();
    expect(events.of('local-library-changed').at(-1)).toMatchObject({ games: [] });
    expect(changed).toEqual([ggoo, ggoo]);
  });

  it('S12.6: leaves a game under an operation to it', async () => {
    const { own, library, kinds } = setUp();
    library.put(aCopy());
    await own.scan(NEVER);
    kinds.set(ggoo, 'Downloading');
    library.put(aCopy({ version: march }));
    await own.scan(NEVER);
    expect(own.find(ggoo)?.scanned.version).toBe('20250101');
    library.drop(ggoo);
    await own.scan(NEVER);
    expect(own.find(ggoo)).toBeDefined();
  });

  it('S1.3: that fails half way keeps what was known', async () => {
    const { own, library } = setUp();
    library.put(aCopy());
    await own.scan(NEVER);
    library.onTold = () => {
      throw new LanspreadError('io-error', 'The disk is gone.');
    };
    await expect(own.scan(NEVER)).rejects.toMatchObject({ code: 'io-error' });
    expect(own.find(ggoo)).toBeDefined();
  });
});

describe('a manifest of an own copy', () => {
  it('S7.2: is kept while the files stay the same', async () => {
    const { own, changed } = await withHashedCopy();
    expect(changed).toEqual([ggoo, ggoo]);
    await own.scan(NEVER);
    expect(own.find(ggoo)?.manifest).toBe(MANIFEST);
  });

  it.each([
    { what: 'a file was replaced', copy: aCopy({ content: aContent(undefined, 99) }) },
    {
      what: 'a file was written',
      copy: aCopy({ content: writtenAt(CONTENT, 1, 2) }),
    },
    {
      what: 'a file was added',
      copy: aCopy({ content: aContent(anOutline({ path: 'a', size: 1 })) }),
    },
    { what: 'the version is another', copy: aCopy({ version: march }) },
    { what: 'it cannot be passed on any more', copy: aCopy({ content: undefined }) },
  ])('S7.2: is void where $what', async ({ copy }) => {
    const { own, library } = await withHashedCopy();
    library.put(copy);
    await own.scan(NEVER);
    expect(own.find(ggoo)).toMatchObject({ manifest: undefined });
  });

  it('S7.2: is not taken for files that have changed since it was asked for', async () => {
    const { own, library, known } = setUp();
    library.put(aCopy());
    await own.scan(NEVER);
    const other = aContent(anOutline({ path: 'other.eti', size: 5 }));
    own.setManifest(ggoo, other, MANIFEST);
    own.setManifest(ggoo, writtenAt(CONTENT, 1, 2), MANIFEST);
    own.setManifest(cnc4, CONTENT, MANIFEST);
    expect(own.find(ggoo)?.manifest).toBeUndefined();
    expect(known.find(ggoo)).toBeUndefined();
    expect(own.find(cnc4)).toBeUndefined();
  });
});

describe('a copy found damaged', () => {
  it('S12.4: stays so until its files are others', async () => {
    const { own, library, changed, events } = await withHashedCopy();
    own.setDamaged(ggoo, true);
    await own.scan(NEVER);
    expect(own.find(ggoo)?.isDamaged).toBe(true);
    own.tell();
    expect(events.of('local-library-changed').at(-1)?.games).toMatchObject([{ damaged: true }]);
    library.put(aCopy({ content: aContent(undefined, 99) }));
    await own.refresh(ggoo);
    expect(own.find(ggoo)?.isDamaged).toBe(false);
    expect(changed.length).toBeGreaterThan(0);
  });

  it('S12.4: stays so when the program starts anew, as long as its files are the same', async () => {
    const damages = memoryDamages();
    const before = setUp(damages);
    before.library.put(aCopy());
    await before.own.scan(NEVER);
    before.own.setDamaged(ggoo, true);
    const after = setUp(damages);
    after.library.put(aCopy());
    await after.own.scan(NEVER);
    expect(after.own.find(ggoo)?.isDamaged).toBe(true);
    after.library.put(aCopy({ content: writtenAt(CONTENT, 2, 2) }));
    await after.own.scan(NEVER);
    expect(after.own.find(ggoo)?.isDamaged).toBe(false);
  });

  it('S12.4: stays so when a switch was taken back, which writes the sentinel anew', async () => {
    const { own, library } = setUp();
    const outline = anOutline({ path: 'ggoo.eti', size: 100 }, { path: 'version.ini', size: 8 });
    const content = aContent(outline);
    library.put(aCopy({ content }));
    await own.scan(NEVER);
    own.setDamaged(ggoo, true);
    library.put(aCopy({ content: writtenAt(content, 1, 2) }));
    await own.refresh(ggoo);
    expect(own.find(ggoo)?.isDamaged).toBe(true);
  });

  it('S12.4: is forgotten when it was found sound', async () => {
    const damages = memoryDamages();
    const { own, library } = setUp(damages);
    library.put(aCopy());
    await own.scan(NEVER);
    own.setDamaged(ggoo, true);
    own.setDamaged(ggoo, false);
    expect(damages.find(ggoo)).toBeUndefined();
  });

  it('S12.4: is told to the gate once', async () => {
    const { own, changed } = await withHashedCopy();
    changed.length = 0;
    own.setDamaged(ggoo, true);
    own.setDamaged(ggoo, true);
    own.setDamaged(cnc4, true);
    expect(changed).toEqual([ggoo]);
  });
});

describe('one game read anew', () => {
  it('S1.2: is taken, told and given back', async () => {
    const { own, library, events } = setUp();
    library.put(aCopy());
    await expect(own.refresh(ggoo)).resolves.toEqual(aCopy());
    expect(events.of('local-library-changed')).toMatchObject([{ games: [{ id: ggoo }] }]);
  });

  it('S1.2: is forgotten where nothing of it is left', async () => {
    const { own, library } = await withHashedCopy();
    library.drop(ggoo);
    await own.refresh(ggoo);
    expect(own.find(ggoo)).toBeUndefined();
  });

  it('S12.6: is told with what is being done to it', () => {
    const { own, kinds, events } = setUp();
    kinds.set(ggoo, 'Downloading');
    own.tell();
    expect(events.of('local-library-changed')).toMatchObject([
      { games: [{ id: ggoo, availability: 'Downloading', downloaded: false }] },
    ]);
  });
});

describe('another games folder', () => {
  it('S1.6: is the one that counts from then on', async () => {
    const { own, library } = await withHashedCopy();
    library.put(aCopy({ gameId: cnc4 }), ELSEWHERE);
    await own.moveTo(ELSEWHERE, NEVER);
    expect(own.gamesFolder).toBe(ELSEWHERE);
    expect(own.ready()).toEqual([cnc4]);
  });

  it('S1.6: that cannot be read leaves everything as it was', async () => {
    const { own } = await withHashedCopy();
    await expect(own.moveTo('/nowhere', NEVER)).rejects.toMatchObject({ code: 'io-error' });
    expect(own.gamesFolder).toBe(GAMES_FOLDER);
    expect(own.ready()).toEqual([ggoo]);
  });

  it('S1.6: that fails half way leaves nothing of it behind', async () => {
    const { own, library } = await withHashedCopy();
    library.put(aCopy({ version: march }), ELSEWHERE);
    library.put(aCopy({ gameId: cnc4 }), ELSEWHERE);
    library.onTold = (gameId) => {
      if (gameId === cnc4) throw new LanspreadError('io-error', 'The disk is gone.');
    };
    await expect(own.moveTo(ELSEWHERE, NEVER)).rejects.toMatchObject({ code: 'io-error' });
    expect(own.ready()).toEqual([ggoo]);
    expect(own.find(ggoo)?.scanned.version).toBe('20250101');
  });
});
