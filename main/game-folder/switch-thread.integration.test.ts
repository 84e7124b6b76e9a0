import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { place } from '../../fixtures/games/place.ts';
import { treeHashes } from '../../fixtures/games/tree-hashes.ts';
import type { Outline } from '../../shared/domain/content.ts';
import { DiskGameFolder } from './disk-game-folder.ts';
import { nodeDisk } from './node-disk.ts';
import { SwitchThread } from './switch-thread.ts';

const NEW = { 'version.ini': '20250301', 'maps/a.bsp': 'A', 'c.wav': 'C' };
const OUTLINE: Outline = {
  files: Object.entries(NEW).map(([path, text]) => ({ path, size: text.length })),
  emptyFolders: [],
};
const STAGED = '.lanspread-staging/files';

describe('S27: a thread that switches new versions in', () => {
  let root: string;
  let folder: string;
  let thread: SwitchThread;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lanspread-switching-'));
    folder = join(root, 'ggoo');
    thread = new SwitchThread();
  });
  afterEach(async () => {
    await thread.stop();
    rmSync(root, { recursive: true });
  });

  it('puts what is staged in the place of what is there, the player apart', async () => {
    stage(NEW);
    place(folder, { 'version.ini': '20250101', 'old.bin': 'old', 'mine.cfg': 'mine' });
    const brought = {
      files: [
        { path: 'old.bin', size: 3 },
        { path: 'version.ini', size: 8 },
      ],
      emptyFolders: [],
    };
    const { putAside } = await switchWith(thread, { brought, isFlushed: true });
    expect(putAside).toEqual([expect.stringMatching(/^\.lanspread-yours\/.+\/mine\.cfg$/)]);
    const expected = join(root, 'expected');
    place(expected, { ...NEW, [putAside[0] ?? '']: 'mine' });
    expect(await treeHashes(folder)).toEqual(await treeHashes(expected));
  });

  it('fails with what the player is told, and leaves the old version alone', async () => {
    stage({ 'version.ini': '20250301', 'maps/a.bsp': 'A' });
    place(folder, { 'version.ini': '20250101' });
    await expect(switchWith(thread)).rejects.toMatchObject({
      code: 'io-error',
      message: expect.stringContaining('ggoo/c.wav is not complete') as string,
    });
    expect(await nodeDisk.read(join(folder, 'version.ini'))).toEqual(Buffer.from('20250101'));
  });

  it('that dies fails what it was asked, and the next one gets a fresh thread', async () => {
    stage(NEW);
    const dead = new URL('data:text/javascript,process.exit()');
    let spawned = 0;
    thread = new SwitchThread((worker) => new Worker((spawned += 1) === 1 ? dead : worker));
    await expect(switchWith(thread)).rejects.toMatchObject({ code: 'internal' });
    await expect(switchWith(thread)).resolves.toEqual({ putAside: [] });
    expect(spawned).toBe(2);
  });

  it('starts when a switch is in sight, once, and not when a download is begun', async () => {
    let spawned = 0;
    thread = new SwitchThread((worker) => {
      spawned += 1;
      return new Worker(worker);
    });
    const games = new DiskGameFolder(nodeDisk, thread);
    await games.openStaging(folder);
    expect(spawned).toBe(0);
    games.prepareSwitch();
    games.prepareSwitch();
    expect(spawned).toBe(1);
    stage(NEW);
    await switchWith(thread);
    expect(spawned).toBe(1);
  });

  it('takes nothing more once it was stopped', async () => {
    stage(NEW);
    await thread.stop();
    await expect(switchWith(thread)).rejects.toMatchObject({ code: 'shutting-down' });
  });

  function stage(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files))
      place(folder, { [`${STAGED}/${path}`]: text });
  }

  function switchWith(
    switching: SwitchThread,
    facts: Parameters<DiskGameFolder['switchToStaged']>[2] = {},
  ) {
    return new DiskGameFolder(nodeDisk, switching).switchToStaged(folder, OUTLINE, facts);
  }
});
