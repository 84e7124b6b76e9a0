import { describe, expect, it } from 'vitest';
import { aCopy, noCopy } from '../../fixtures/engine/copies.ts';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeGameFolder } from '../../fixtures/engine/fake-game-folder.ts';
import { FakeInstaller } from '../../fixtures/engine/fake-installer.ts';
import { MemoryInstalls } from '../../fixtures/engine/memory-store.ts';
import { quietOperations } from '../../fixtures/engine/quiet-operations.ts';
import { ggoo, january, march } from '../../fixtures/engine/room.ts';
import { allSettled, deferred } from '../../fixtures/engine/waiting.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { ScannedGame } from '../library/library.ts';
import { Installs } from './installs.ts';
import { Space } from './space.ts';

function setUp(scanned: ScannedGame | undefined = aCopy()) {
  const events = new EventRecord();
  const installer = new FakeInstaller();
  const gameFolder = new FakeGameFolder();
  const table = new MemoryInstalls();
  const operations = quietOperations();
  const disk = { scanned, free: 1_110, refreshes: 0 };
  gameFolder.effects.set('switchToInstalled', () => {
    disk.scanned = { ...disk.scanned, installed: true };
  });
  gameFolder.effects.set('uninstall', () => {
    disk.scanned = { ...disk.scanned, installed: false };
  });
  const installs = new Installs({
    ...{ installer, gameFolder, operations, installs: table, events: events.hub },
    own: {
      find: () => ({ scanned: disk.scanned, manifest: undefined, isDamaged: false }),
      refresh: () => {
        disk.refreshes += 1;
        return Promise.resolve(disk.scanned);
      },
    },
    space: new Space({ freeBytes: () => Promise.resolve(disk.free) }),
    folderOf: (gameId) => `/games/${gameId}`,
  });
  return { installs, events, installer, gameFolder, table, operations, disk };
}

const files = [{ path: 'ggoo/ggoo.eti.txt', size: 1, mtimeMs: 1 }];

describe('an install', () => {
  it('S6.2: unpacks into a folder of its own and switches when all is there', async () => {
    const { installs, installer, gameFolder } = setUp();
    await installs.install(ggoo);
    expect(gameFolder.steps).toEqual(['openInstall ggoo', 'switchToInstalled ggoo']);
    expect(installer.jobs).toMatchObject([
      { archive: '/games/ggoo/ggoo.eti', label: 'ggoo/ggoo.eti', maxBytes: 999 },
    ]);
    expect(installer.jobs[0]?.target).toContain('.lanspread-install');
  });

  it('S5.2: tells its begin, its progress and its end', async () => {
    const { installs, events, disk } = setUp();
    await installs.install(ggoo);
    expect(events.all).toEqual([
      { type: 'install-begin', gameId: ggoo },
      { type: 'install-progress', gameId: ggoo, bytesDone: 100, bytesTotal: 100 },
      { type: 'install-finished', gameId: ggoo },
    ]);
    expect(disk.refreshes).toBe(1);
  });

  it('S5.2: counts the progress of several archives as one', async () => {
    const { installs, installer, events } = setUp(aCopy({ archives: ['a.eti', 'b.eti'] }));
    installer.sizes.set('ggoo/a.eti', 30).set('ggoo/b.eti', 70);
    await installs.install(ggoo);
    expect(events.of('install-progress')).toMatchObject([
      { bytesDone: 30, bytesTotal: 100 },
      { bytesDone: 100, bytesTotal: 100 },
    ]);
  });

  it('S6.3: remembers what it brought, and hands that over to the next', async () => {
    const { installs, gameFolder, table, disk } = setUp();
    await installs.install(ggoo);
    expect(table.find(ggoo)).toEqual({ version: january, files });
    disk.scanned = aCopy({ version: march, installed: true });
    await installs.install(ggoo);
    expect(gameFolder.previous).toEqual([[], files]);
    expect(table.find(ggoo)?.version).toBe(march);
  });

  it('S5.3: does nothing where this very version is installed', async () => {
    const { installs, events } = setUp();
    await installs.install(ggoo);
    events.clear();
    await installs.install(ggoo);
    expect(events.all).toEqual([]);
  });

  it('S5.3: installs again where nobody knows what version the install is of', async () => {
    const { installs, events } = setUp(aCopy({ installed: true }));
    await installs.install(ggoo);
    expect(events.of('install-finished')).toHaveLength(1);
  });

  it('S6.3: tells the player of own files that were kept beside', async () => {
    const { installs, gameFolder, events } = setUp();
    gameFolder.keptBeside = ['local/config (mine).ini'];
    await installs.install(ggoo);
    expect(events.of('diagnostic')).toMatchObject([
      { gameId: ggoo, message: expect.stringContaining('local/config (mine).ini') as string },
    ]);
  });

  it('S6.4: is refused where nothing is downloaded', async () => {
    const { installs, events } = setUp(noCopy({ installed: true }));
    await expect(installs.install(ggoo)).rejects.toMatchObject({ code: 'not-downloaded' });
    expect(events.all).toEqual([]);
  });

  it('S12.6: is refused while the game is under an operation', async () => {
    const { installs, operations } = setUp();
    const end = deferred();
    const other = operations.run(ggoo, 'Verifying', () => end.promise);
    await expect(installs.install(ggoo)).rejects.toMatchObject({ code: 'operation-active' });
    await expect(installs.uninstall(ggoo)).rejects.toMatchObject({ code: 'operation-active' });
    end.resolve();
    await other;
  });

  it('S23.1: fails where the game holds no archive', async () => {
    const { installs, events } = setUp(aCopy({ archives: [] }));
    await expect(installs.install(ggoo)).rejects.toMatchObject({ code: 'archive-invalid' });
    expect(events.types()).toEqual(['install-begin', 'install-failed']);
  });

  it('S23.1: leaves nothing behind when an archive is refused', async () => {
    const { installs, installer, gameFolder, events, table } = setUp();
    installer.faults.set('ggoo/ggoo.eti', new LanspreadError('archive-unsafe', 'It leaves.'));
    await expect(installs.install(ggoo)).rejects.toMatchObject({ code: 'archive-unsafe' });
    expect(gameFolder.steps).toEqual(['openInstall ggoo', 'discardInstall ggoo']);
    expect(events.of('install-failed')).toEqual([
      { type: 'install-failed', gameId: ggoo, code: 'archive-unsafe', message: 'It leaves.' },
    ]);
    expect(table.find(ggoo)).toBeUndefined();
  });

  it('S23.1: tells the first failure where tidying up fails too', async () => {
    const { installs, installer, gameFolder, events } = setUp();
    installer.faults.set('ggoo/ggoo.eti', new LanspreadError('archive-invalid', 'It is cut.'));
    gameFolder.faults.set('discardInstall', new LanspreadError('io-error', 'No access.'));
    await expect(installs.install(ggoo)).rejects.toMatchObject({ code: 'archive-invalid' });
    expect(events.of('install-failed')).toMatchObject([{ code: 'archive-invalid' }]);
  });

  it('S22.2: asks for space before anything is unpacked', async () => {
    const { installs, installer, disk } = setUp();
    installer.sizes.set('ggoo/ggoo.eti', 1_000);
    await expect(installs.install(ggoo)).rejects.toMatchObject({ code: 'no-space' });
    expect(installer.jobs).toEqual([]);
    disk.free += 2;
    await installs.install(ggoo);
  });

  it('S29.2: leaves nothing behind when it is cancelled', async () => {
    const { installs, installer, gameFolder, operations, disk } = setUp();
    installer.hold = deferred();
    const installing = installs.install(ggoo);
    await allSettled();
    await operations.cancel(ggoo);
    await expect(installing).rejects.toMatchObject({ code: 'cancelled' });
    expect(gameFolder.steps).toEqual(['openInstall ggoo', 'discardInstall ggoo']);
    expect(disk.scanned.installed).toBe(false);
  });

  it('S5.1: shows as installing, whatever it was a part of', async () => {
    const { installs, installer, operations } = setUp();
    installer.hold = deferred();
    const downloading = operations.run(ggoo, 'Downloading', (operation) =>
      installs.installWithin(operation, ggoo),
    );
    await allSettled();
    expect(operations.kindOf(ggoo)).toBe('Installing');
    installer.hold.resolve();
    await downloading;
  });
});

describe('an uninstall', () => {
  it('S6.2: removes the install, keeps the download, and forgets what was brought', async () => {
    const { installs, gameFolder, events, table, disk } = setUp();
    await installs.install(ggoo);
    gameFolder.steps.length = 0;
    events.clear();
    await installs.uninstall(ggoo);
    expect(gameFolder.steps).toEqual(['uninstall ggoo']);
    expect(events.types()).toEqual(['uninstall-begin', 'uninstall-finished']);
    expect(table.find(ggoo)).toBeUndefined();
    expect(disk.scanned).toMatchObject({ version: january, installed: false });
  });

  it('S6.4: is refused where nothing is installed', async () => {
    const { installs, events } = setUp();
    await expect(installs.uninstall(ggoo)).rejects.toMatchObject({ code: 'not-installed' });
    expect(events.all).toEqual([]);
  });

  it('S6.2: that fails is told, and the folder is read anew', async () => {
    const { installs, gameFolder, events, table, disk } = setUp(aCopy({ installed: true }));
    table.put(ggoo, { version: january, files });
    gameFolder.faults.set('uninstall', new LanspreadError('io-error', 'ggoo is in use.'));
    await expect(installs.uninstall(ggoo)).rejects.toMatchObject({ code: 'io-error' });
    expect(events.of('uninstall-failed')).toMatchObject([{ message: 'ggoo is in use.' }]);
    expect(disk.refreshes).toBe(1);
    expect(table.find(ggoo)).toBeDefined();
  });
});
