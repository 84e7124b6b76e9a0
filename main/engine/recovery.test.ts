import { describe, expect, it } from 'vitest';
import { aCopy, noCopy } from '../../fixtures/engine/copies.ts';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeGameFolder } from '../../fixtures/engine/fake-game-folder.ts';
import { MemoryInstalls, MemoryJournal } from '../../fixtures/engine/memory-store.ts';
import { aHash, bf1942, cnc4, ggoo, january, march } from '../../fixtures/engine/room.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { ScannedGame } from '../library/library.ts';
import { Recovery } from './recovery.ts';

const BROUGHT = [{ path: 'game.exe', size: 1, mtimeMs: 1 }];

function setUp(scanned: ScannedGame | undefined = aCopy()) {
  const gameFolder = new FakeGameFolder();
  const events = new EventRecord();
  const journal = new MemoryJournal();
  const installs = new MemoryInstalls();
  const refreshed: string[] = [];
  const state = { scanned, isInDoubt: false };
  const recovery = new Recovery({
    ...{ gameFolder, journal, installs, events: events.hub },
    own: {
      find: () => ({ scanned: state.scanned, manifest: undefined, isDamaged: false }),
      refresh: (gameId) => {
        refreshed.push(gameId);
        return Promise.resolve(state.scanned);
      },
    },
    doubts: { has: () => state.isInDoubt },
    folderOf: (gameId) => `/games/${gameId}`,
  });
  return { recovery, gameFolder, events, journal, installs, refreshed, state };
}

function begun(journal: MemoryJournal, version = january): void {
  const hashes = { outlineHash: aHash(1), manifestHash: undefined };
  journal.begin({ gameId: ggoo, version, blockCount: 1, ...hashes });
}

describe('the recovery at a start', () => {
  it('S24.1: looks at every game', async () => {
    const { recovery, gameFolder } = setUp();
    await recovery.recoverAll([ggoo, cnc4]);
    expect(gameFolder.steps).toEqual(['recover ggoo', 'recover cnc4']);
  });

  it('S24.1: tells a game that it cannot repair, and goes on with the next', async () => {
    const { recovery, gameFolder, events } = setUp();
    gameFolder.effects.set('recover', (folder) => {
      if (folder.endsWith('cnc4')) throw new LanspreadError('no-space', 'cnc4: the disk is full.');
    });
    await recovery.recoverAll([ggoo, cnc4, bf1942]);
    expect(events.all).toEqual([
      { type: 'diagnostic', code: 'io-error', message: 'cnc4: the disk is full.', gameId: cnc4 },
    ]);
    expect(gameFolder.steps.at(-1)).toBe('recover bf1942');
  });
});

describe('the recovery before an operation', () => {
  it.each([
    { what: 'a switch', recovered: { finishedSwitch: true, finishedRemoval: false } },
    { what: 'a removal', recovered: { finishedSwitch: false, finishedRemoval: true } },
    {
      what: 'an install',
      recovered: { finishedSwitch: false, finishedRemoval: false, finishedInstall: BROUGHT },
    },
  ])('S24.2: has the game read anew where it finished $what', async ({ recovered }) => {
    const { recovery, gameFolder, refreshed } = setUp();
    gameFolder.recovered = recovered;
    await recovery.recoverGame(ggoo);
    expect(refreshed).toEqual([ggoo]);
  });

  it('S24.2: reads nothing anew where there was nothing to finish', async () => {
    const { recovery, refreshed } = setUp();
    await recovery.recoverGame(ggoo);
    expect(refreshed).toEqual([]);
  });

  it('S24.2: fails the operation where the game cannot be repaired', async () => {
    const { recovery, gameFolder } = setUp();
    const fault = new LanspreadError('io-error', 'ggoo is in use.');
    gameFolder.faults.set('recover', fault);
    await expect(recovery.recoverGame(ggoo)).rejects.toBe(fault);
  });
});

describe('what is remembered of a game', () => {
  it('S24.3: no longer holds a journal of the version that is here', () => {
    const { recovery, journal } = setUp();
    begun(journal);
    recovery.reconcile(ggoo);
    expect(journal.find(ggoo)).toBeUndefined();
  });

  it.each([
    { what: 'a newer version', scanned: aCopy(), version: march },
    { what: 'a game that is not here', scanned: noCopy(), version: january },
  ])('S18.1: holds the journal of $what', ({ scanned, version }) => {
    const { recovery, journal } = setUp(scanned);
    begun(journal, version);
    recovery.reconcile(ggoo);
    expect(journal.find(ggoo)).toBeDefined();
  });

  it('S24.3: holds no install that is not here', () => {
    const { recovery, installs } = setUp();
    installs.put(ggoo, { version: january, files: BROUGHT });
    recovery.reconcile(ggoo);
    expect(installs.find(ggoo)).toBeUndefined();
  });

  it('S24.4: forgets nothing of a game that could not be seen', () => {
    const { recovery, installs, state } = setUp(noCopy({ hasReadFault: true }));
    state.isInDoubt = true;
    installs.put(ggoo, { version: january, files: BROUGHT });
    recovery.reconcile(ggoo);
    expect(installs.find(ggoo)).toBeDefined();
  });

  it('S24.3: holds the install that is here', () => {
    const { recovery, installs } = setUp(aCopy({ installed: true }));
    installs.put(ggoo, { version: january, files: BROUGHT });
    recovery.reconcile(ggoo);
    expect(installs.find(ggoo)).toEqual({ version: january, files: BROUGHT });
  });

  it('S24.3: holds what an install brought that was finished by the recovery', async () => {
    const { recovery, gameFolder, installs } = setUp(aCopy({ installed: true }));
    gameFolder.recovered = { ...gameFolder.recovered, finishedInstall: BROUGHT };
    await recovery.recoverAll([ggoo]);
    recovery.reconcile(ggoo);
    expect(installs.find(ggoo)).toEqual({ version: january, files: BROUGHT });
    installs.forget(ggoo);
    recovery.reconcile(ggoo);
    expect(installs.find(ggoo)).toBeUndefined();
  });
});
