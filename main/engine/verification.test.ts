import { describe, expect, it } from 'vitest';
import { aContent, aCopy, anOutline, hashedOf, noCopy } from '../../fixtures/engine/copies.ts';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeLibrary, GAMES_FOLDER } from '../../fixtures/engine/fake-library.ts';
import { MemoryStore } from '../../fixtures/engine/memory-store.ts';
import { quietOperations } from '../../fixtures/engine/quiet-operations.ts';
import { ggoo, january, march } from '../../fixtures/engine/room.ts';
import { allSettled, deferred, unlessAborted } from '../../fixtures/engine/waiting.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { ScannedGame } from '../library/library.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import type { OwnGame, OwnManifest } from './own-game.ts';
import { Verifications } from './verification.ts';

const NEVER = new AbortController().signal;
const CONTENT = aContent(anOutline({ path: 'ggoo.eti', size: 100 }, { path: 'notes', size: 0 }));
const HASHED = hashedOf(CONTENT);
const MANIFEST: OwnManifest = { bytes: HASHED.manifest, hash: HASHED.manifestHash };

function setUp(scanned: ScannedGame = aCopy({ content: CONTENT })) {
  const library = new FakeLibrary();
  const store = new MemoryStore();
  const events = new EventRecord();
  library.put(scanned);
  const operations = quietOperations();
  const state = { own: { scanned, manifest: MANIFEST, isDamaged: false } as OwnGame };
  const hashing = {
    hashed: 0,
    hashNow: (_: unknown, __: unknown, signal: AbortSignal): Promise<OwnManifest> => {
      hashing.hashed += 1;
      signal.throwIfAborted();
      return Promise.resolve(MANIFEST);
    },
  };
  const verifications = new Verifications({
    ...{ library, operations, hashing, receipts: store.receipts, events: events.hub },
    own: {
      gamesFolder: GAMES_FOLDER,
      find: () => state.own,
      refresh: async () => {
        const found = await library.scanGame(GAMES_FOLDER, ggoo);
        state.own = { ...state.own, scanned: found };
        return found;
      },
      setDamaged: (_, isDamaged) => {
        state.own = { ...state.own, isDamaged };
      },
    },
    folderOf: (gameId) => `${GAMES_FOLDER}/${gameId}`,
  });
  for (const { path, size } of CONTENT.outline.files) holds(library, path, size);
  return { verifications, library, operations, hashing, state, store, events };
}

// A file of this size whose blocks all hash to `byte`; 7 is what the manifest says.
function holds(library: FakeLibrary, path: string, size: number, byte = 7): void {
  const blockHashes = new Uint8Array(size === 0 ? 0 : HASH_BYTES).fill(byte);
  library.digests.set(path, { path, size, sha256: `sha256 of ${path}`, blockHashes });
}

async function statesOf(room: ReturnType<typeof setUp>) {
  const { ok, files } = await room.verifications.verify(ggoo);
  return { ok, states: Object.fromEntries(files.map(({ path, state }) => [path, state])) };
}

describe('a verification', () => {
  it('S13.1: finds every file of a sound copy right, with its SHA-256', async () => {
    const room = setUp();
    await expect(room.verifications.verify(ggoo)).resolves.toEqual({
      gameId: ggoo,
      ok: true,
      files: ['ggoo.eti', 'notes', 'version.ini'].map((path) => ({
        path,
        size: room.library.digests.get(path)?.size,
        sha256: `sha256 of ${path}`,
        state: 'ok',
      })),
    });
    expect(room.state.own.isDamaged).toBe(false);
  });

  it.each([
    { what: 'other bytes', size: 100, byte: 8 },
    { what: 'no bytes', size: 0, byte: 7 },
  ])('S13.2: finds a file changed that holds $what', async ({ size, byte }) => {
    const room = setUp();
    holds(room.library, 'ggoo.eti', size, byte);
    const { ok, states } = await statesOf(room);
    expect(ok).toBe(false);
    expect(states).toEqual({ 'ggoo.eti': 'changed', notes: 'ok', 'version.ini': 'ok' });
    expect(room.state.own.isDamaged).toBe(true);
  });

  it('S13.3: tells how far it is, from nothing to all', async () => {
    const room = setUp();
    await room.verifications.verify(ggoo);
    const told = room.events.of('verify-progress');
    expect(told.at(0)).toMatchObject({ gameId: ggoo, bytesDone: 0, bytesTotal: 108 });
    expect(told.at(1)).toMatchObject({ bytesDone: 1 });
    expect(told.at(-1)).toMatchObject({ bytesDone: 108, bytesTotal: 108 });
  });

  it('S13.4: holds a download against what it was to be, not against what has become of it', async () => {
    const room = setUp();
    const { manifest } = hashedOf(CONTENT, 9);
    room.store.receipts.put(ggoo, { version: january, manifest });
    expect((await statesOf(room)).states).toMatchObject({ 'ggoo.eti': 'changed', notes: 'ok' });
    room.store.receipts.put(ggoo, { version: march, manifest });
    room.store.receipts.keepOnly(ggoo, march);
    expect((await statesOf(room)).ok).toBe(true);
  });

  it('S13.2: finds a file changed that should be empty', async () => {
    const room = setUp();
    holds(room.library, 'notes', 5);
    expect((await statesOf(room)).states).toMatchObject({ notes: 'changed' });
  });

  it('S13.2: finds a file missing, with nothing to tell of it', async () => {
    const room = setUp();
    room.library.digests.delete('notes');
    const { ok, files } = await room.verifications.verify(ggoo);
    expect(ok).toBe(false);
    expect(files).toContainEqual({ path: 'notes', size: 0, sha256: '', state: 'missing' });
  });

  it('S13.2: finds a file that should not be there', async () => {
    const room = setUp();
    const { files: known } = CONTENT.outline;
    const files = [...known, { path: 'virus.exe', size: 3 }];
    const more = aContent({ files, emptyFolders: [] });
    room.library.put(aCopy({ content: more }));
    holds(room.library, 'virus.exe', 3);
    const { ok, states } = await statesOf(room);
    expect(ok).toBe(false);
    expect(states).toMatchObject({ 'virus.exe': 'extra', 'ggoo.eti': 'ok' });
  });

  it('S12.4: marks a damaged copy as its files are now, not as they were when they were sound', async () => {
    const room = setUp();
    const now = aContent(CONTENT.outline, 42);
    room.library.put(aCopy({ content: now }));
    holds(room.library, 'ggoo.eti', 100, 8);
    expect((await statesOf(room)).ok).toBe(false);
    expect(room.state.own).toMatchObject({ isDamaged: true, scanned: { content: now } });
  });

  it('S12.4: serves a copy again that was found sound', async () => {
    const room = setUp();
    room.state.own = { ...room.state.own, isDamaged: true };
    await room.verifications.verify(ggoo);
    expect(room.state.own.isDamaged).toBe(false);
  });

  it('S13.1: hashes a copy first that is not hashed yet, and only then', async () => {
    const room = setUp();
    await room.verifications.verify(ggoo);
    expect(room.hashing.hashed).toBe(0);
    room.state.own = { ...room.state.own, manifest: undefined };
    await room.verifications.verify(ggoo);
    expect(room.hashing.hashed).toBe(1);
  });

  it('S12.6: is an operation like any other', async () => {
    const room = setUp();
    const end = deferred();
    const other = room.operations.run(ggoo, 'Removing', () => end.promise);
    await expect(room.verifications.verify(ggoo)).rejects.toMatchObject({
      code: 'operation-active',
    });
    end.resolve();
    await other;
    const verifying = room.verifications.verify(ggoo);
    await Promise.resolve();
    expect(room.operations.kindOf(ggoo)).toBe('Verifying');
    await verifying;
  });

  it('S29.1: can be cancelled, and finds nothing damaged then', async () => {
    const room = setUp();
    room.state.own = { ...room.state.own, manifest: undefined };
    room.hashing.hashNow = (_, __, signal) => unlessAborted(new Promise(() => undefined), signal);
    const verifying = room.verifications.verify(ggoo);
    await allSettled();
    await room.operations.cancel(ggoo);
    await expect(verifying).rejects.toMatchObject({ code: 'cancelled' });
    expect(room.state.own.isDamaged).toBe(false);
  });

  it.each([
    { copy: noCopy({ installed: true }), code: 'not-downloaded' },
    {
      copy: aCopy({
        content: undefined,
        problems: [{ path: 'ggoo/CON', message: 'ggoo/CON cannot be passed on.' }],
      }),
      code: 'io-error',
    },
  ])('S6.4: is refused where there is no whole copy: $code', async ({ copy, code }) => {
    const room = setUp(copy);
    await expect(room.verifications.verify(ggoo)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(copy.problems[0]?.message ?? 'Download it first.') as string,
    });
    await expect(room.verifications.manifest(ggoo, NEVER)).rejects.toMatchObject({ code });
  });
});

describe('a manifest for a command', () => {
  it('S13.1: lists each file with its size and SHA-256', async () => {
    const { verifications } = setUp();
    await expect(verifications.manifest(ggoo, NEVER)).resolves.toEqual({
      gameId: ggoo,
      version: january,
      files: [
        { path: 'ggoo.eti', size: 100, sha256: 'sha256 of ggoo.eti' },
        { path: 'notes', size: 0, sha256: 'sha256 of notes' },
        { path: 'version.ini', size: 8, sha256: 'sha256 of version.ini' },
      ],
    });
  });

  it('S13.2: fails where a file goes while it is read, and names it', async () => {
    const { verifications, library } = setUp();
    library.digests.delete('notes');
    await expect(verifications.manifest(ggoo, NEVER)).rejects.toMatchObject({
      code: 'io-error',
      message: expect.stringContaining('notes') as string,
    });
  });

  it('S10.3: ends with the program', async () => {
    const { verifications } = setUp();
    const closing = new LanspreadError('shutting-down', 'Lanspread is being closed.');
    await expect(verifications.manifest(ggoo, AbortSignal.abort(closing))).rejects.toBe(closing);
  });
});
