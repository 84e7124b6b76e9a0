import { describe, expect, it } from 'vitest';
import { aContent, aCopy, hashedOf } from '../../fixtures/engine/copies.ts';
import { FakeGameFolder } from '../../fixtures/engine/fake-game-folder.ts';
import { MemoryStore } from '../../fixtures/engine/memory-store.ts';
import { quietOperations } from '../../fixtures/engine/quiet-operations.ts';
import { aHash, ggoo, january } from '../../fixtures/engine/room.ts';
import { deferred } from '../../fixtures/engine/waiting.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { Removals } from './removals.ts';

function setUp({ isHere = true } = {}) {
  const gameFolder = new FakeGameFolder();
  const store = new MemoryStore();
  const operations = quietOperations();
  const refreshed: string[] = [];
  store.blockHashes.replace(ggoo, hashedOf(aContent()).records);
  store.installs.put(ggoo, { version: january, files: [] });
  store.journal.begin({
    ...{ gameId: ggoo, version: january, outlineHash: aHash(1), manifestHash: undefined },
    blockCount: 1,
  });
  const removals = new Removals({
    ...{ gameFolder, store, operations },
    own: {
      find: () =>
        isHere ? { scanned: aCopy(), manifest: undefined, isDamaged: false } : undefined,
      refresh: (gameId) => {
        refreshed.push(gameId);
        return Promise.resolve(aCopy());
      },
    },
    doubts: { has: () => false },
    folderOf: (gameId) => `/games/${gameId}`,
  });
  return { removals, gameFolder, store, operations, refreshed };
}

describe('a removal', () => {
  it('S6.5: deletes the download, what one has begun, and the install', async () => {
    const { removals, gameFolder, store, refreshed } = setUp();
    await removals.remove(ggoo, false);
    expect(gameFolder.steps).toEqual(['discardStaging ggoo', 'removeContent ggoo']);
    expect(store.journal.find(ggoo)).toBeUndefined();
    expect(store.blockHashes.ofGame(ggoo)).toEqual([]);
    expect(store.installs.find(ggoo)).toBeUndefined();
    expect(refreshed).toEqual([ggoo]);
  });

  it('S6.5: keeps the install where asked to, and what it brought', async () => {
    const { removals, gameFolder, store } = setUp();
    await removals.remove(ggoo, true);
    expect(gameFolder.steps.at(-1)).toBe('keep install ggoo');
    expect(store.installs.find(ggoo)).toBeDefined();
    expect(store.blockHashes.ofGame(ggoo)).toEqual([]);
  });

  it('S6.5: deletes what a cancelled download has left', async () => {
    const { removals, gameFolder } = setUp({ isHere: false });
    gameFolder.staged.add('/games/ggoo');
    await removals.remove(ggoo, false);
    expect(gameFolder.staged.size).toBe(0);
  });

  it('S6.4: is refused where nothing is here', async () => {
    const { removals, gameFolder } = setUp({ isHere: false });
    await expect(removals.remove(ggoo, false)).rejects.toMatchObject({ code: 'not-downloaded' });
    expect(gameFolder.steps).toEqual([]);
  });

  it('S12.6: is refused while the game is under an operation', async () => {
    const { removals, operations, gameFolder } = setUp();
    const end = deferred();
    const other = operations.run(ggoo, 'Downloading', () => end.promise);
    await expect(removals.remove(ggoo, false)).rejects.toMatchObject({ code: 'operation-active' });
    expect(gameFolder.steps).toEqual([]);
    end.resolve();
    await other;
  });

  it('S24.1: that fails half way reads the folder anew, and keeps what may still be true', async () => {
    const { removals, gameFolder, store, refreshed } = setUp();
    gameFolder.faults.set('removeContent', new LanspreadError('io-error', 'ggoo is in use.'));
    await expect(removals.remove(ggoo, false)).rejects.toMatchObject({ code: 'io-error' });
    expect(refreshed).toEqual([ggoo]);
    expect(store.installs.find(ggoo)).toBeDefined();
  });
});
