import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tree } from '../../fixtures/content/content.ts';
import { type Call, disturbed } from '../../fixtures/faults/disturbed.ts';
import { treeHashes } from '../../fixtures/games/tree-hashes.ts';
import { writeTree } from '../../fixtures/games/write-game.ts';
import type { Outline } from '../../shared/domain/content.ts';
import type { Disk } from './disk.ts';
import { DiskGameFolder } from './disk-game-folder.ts';
import { nodeDisk } from './node-disk.ts';

const NEW: Tree = { 'version.ini': '20250301', 'maps/a.bsp': 'new a', 'empty.cfg': '' };
const OUTLINE: Outline = {
  files: [
    { path: 'empty.cfg', size: 0 },
    { path: 'maps/a.bsp', size: 5 },
    { path: 'version.ini', size: 8 },
  ],
  emptyFolders: ['logs/old'],
};
const EXPECTED: Tree = { ...NEW, 'logs/old/': '' };

describe('a staged version', () => {
  let root: string;
  let folder: string;
  const games = new DiskGameFolder();
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lanspread-switch-'));
    folder = join(root, 'ggoo');
    await stage(NEW);
  });
  afterEach(() => rm(root, { recursive: true }));

  it('S13: arrives exactly, empty files and empty folders included', async () => {
    await games.switchToStaged(folder, OUTLINE);
    expect(await treeHashes(folder)).toEqual(await hashesOf(EXPECTED));
  });

  it('S27: replaces and removes what was there, but for `local/`', async () => {
    const local = { 'local/game.exe': 'played', 'local/maps/a.bsp': 'its own' };
    await writeTree(folder, {
      'version.ini': '20250101',
      'maps/a.bsp': 'an old and longer a',
      'maps/gone.bsp': 'old',
      'gone/deep/er': 'old',
      'empty.cfg/was/a-folder': 'old',
      logs: 'was a file',
      ...local,
    });
    await games.switchToStaged(folder, OUTLINE);
    expect(await treeHashes(folder)).toEqual(await hashesOf({ ...EXPECTED, ...local }));
  });

  it('S27: brings nothing along that does not belong to it', async () => {
    await writeTree(join(folder, '.lanspread-staging/files'), { 'maps/other-try.bsp': 'x' });
    await games.switchToStaged(folder, OUTLINE);
    expect(await treeHashes(folder)).toEqual(await hashesOf(EXPECTED));
  });

  it.each([
    { how: 'is missing', damage: (file: string) => rm(file) },
    { how: 'is shorter', damage: (file: string) => truncate(file, 4) },
    {
      how: 'is a link',
      damage: async (file: string) => {
        await rm(file);
        await writeFile(join(root, 'other'), 'new a');
        await symlink(join(root, 'other'), file);
      },
    },
  ])('takes the place of nothing where a file $how', async ({ damage }) => {
    await writeTree(folder, { 'version.ini': '20250101', 'maps/a.bsp': 'old' });
    await damage(join(folder, '.lanspread-staging/files/maps/a.bsp'));
    await expect(games.switchToStaged(folder, OUTLINE)).rejects.toMatchObject({
      code: 'io-error',
      message: expect.stringMatching(/^ggoo\/maps\/a\.bsp is not complete/) as string,
    });
    await games.discardStaging(folder);
    const old = { 'version.ini': '20250101', 'maps/a.bsp': 'old' };
    expect(await treeHashes(folder)).toEqual(await hashesOf(old));
  });

  it('takes the place of nothing where it has no sentinel', async () => {
    const files = OUTLINE.files.filter(({ path }) => path !== 'version.ini');
    await expect(games.switchToStaged(folder, { ...OUTLINE, files })).rejects.toMatchObject({
      code: 'io-error',
    });
  });

  it('is never written through a link', async () => {
    const outside = join(root, 'outside');
    await writeTree(outside, { 'a.bsp': 'not the game', 'old/keep': 'not the game' });
    const before = await treeHashes(outside);
    await symlink(outside, join(folder, 'maps'));
    await symlink(outside, join(folder, 'logs'));
    await symlink(join(outside, 'a.bsp'), join(folder, 'version.ini'));
    await games.switchToStaged(folder, OUTLINE);
    expect(await treeHashes(folder)).toEqual(await hashesOf(EXPECTED));
    expect(await treeHashes(outside)).toEqual(before);
  });

  it('is refused where the game is a link, and welcome where the games folder is one', async () => {
    await symlink(folder, join(root, 'cnc4'));
    const refused = {
      code: 'io-error',
      message: expect.stringContaining('cnc4 is a link') as string,
    };
    await expect(games.switchToStaged(join(root, 'cnc4'), OUTLINE)).rejects.toMatchObject(refused);
    await expect(games.removeContent(join(root, 'cnc4'), false)).rejects.toMatchObject(refused);

    await symlink(root, join(root, 'games'));
    await games.switchToStaged(join(root, 'games/ggoo'), OUTLINE);
    expect(await treeHashes(folder)).toEqual(await hashesOf(EXPECTED));
  });

  it('is durable before the sentinel says so, and the sentinel after that', async () => {
    await writeTree(folder, { 'version.ini': '20250101', 'maps/old.bsp': 'old' });
    const { port, calls } = disturbed<Disk>(nodeDisk);
    await new DiskGameFolder(port).switchToStaged(folder, OUTLINE);
    const steps = calls.map((call) => stepOf(call));
    const staged = '.lanspread-staging/files';
    const commit = steps.indexOf('move .lanspread-staging');
    const oldGone = steps.indexOf('remove version.ini');
    const newThere = steps.indexOf('move .lanspread-switch/files/version.ini');
    for (const durable of [
      `write ${staged}/empty.cfg`,
      `flushFile ${staged}/maps/a.bsp`,
      `flushFile ${staged}/version.ini`,
      `flushFolder ${staged}/maps`,
      `flushFolder ${staged}/logs/old`,
      `flushFolder ${staged}`,
      'write .lanspread-staging/outline',
      'flushFolder .lanspread-staging',
      'flushFolder ..',
    ]) {
      expect(steps.slice(0, commit)).toContain(durable);
    }
    expect(steps.slice(commit, oldGone)).toContain('flushFolder ');
    expect(steps[oldGone + 1]).toBe('flushFolder ');
    expect(steps.slice(commit, oldGone).join()).not.toMatch(/remove|move \.lanspread-switch/);
    const between = steps.slice(oldGone, newThere);
    const lastMove = between.findLastIndex((step) => step.startsWith('move'));
    for (const durable of ['flushFolder maps', 'flushFolder logs/old', 'flushFolder ']) {
      expect(between.slice(lastMove)).toContain(durable);
    }
    expect(steps.slice(newThere + 1)).toEqual(['flushFolder ', 'remove .lanspread-switch']);
  });

  it('S27: costs the old version nothing where a program holds that', async () => {
    const old = { 'version.ini': '20250101', 'maps/a.bsp': 'old' };
    await writeTree(folder, old);
    const path = join(folder, 'version.ini');
    const busy = Object.assign(new Error('busy'), { code: 'EBUSY', path });
    const remove = (at: string) => (at === path ? Promise.reject(busy) : nodeDisk.remove(at));
    const inUse = new DiskGameFolder({ ...nodeDisk, remove });
    await expect(inUse.switchToStaged(folder, OUTLINE)).rejects.toMatchObject({
      code: 'io-error',
      message: 'ggoo/version.ini is in use. Close the game and try again.',
    });
    await games.recover(folder);
    await games.discardStaging(folder);
    expect(await treeHashes(folder)).toEqual(await hashesOf(old));
  });

  it('S24: is given up where others took parts of it away after a kill; no sentinel is written', async () => {
    const switching = join(folder, '.lanspread-switch/files');
    const strike = () => Promise.reject(new Error('killed'));
    const { port } = disturbed<Disk>(nodeDisk, { number: 30, strike, isLasting: true });
    await expect(new DiskGameFolder(port).switchToStaged(folder, OUTLINE)).rejects.toThrow(
      'killed',
    );
    await rm(join(switching, 'maps'), { recursive: true });
    await rm(join(folder, 'maps'), { recursive: true, force: true });
    await expect(games.recover(folder)).rejects.toMatchObject({ code: 'io-error' });
    expect(Object.keys(await treeHashes(folder))).not.toContain('version.ini');
    expect(await games.recover(folder)).toEqual({ finishedSwitch: false, finishedRemoval: false });
  });

  it('S18: stays over a recovery, and is there to be gone on with', async () => {
    await games.recover(folder);
    expect(await games.hasStaging(folder)).toBe(true);
    const files = await games.openStaging(folder);
    expect(await readFile(join(files, 'maps/a.bsp'), 'utf8')).toBe('new a');
  });

  it('S29: leaves nothing when it is discarded, not even the folder of a game that is not there', async () => {
    await games.discardStaging(folder);
    expect(await games.hasStaging(folder)).toBe(false);
    await expect(treeHashes(folder)).rejects.toThrow();
    await games.discardStaging(folder);
  });

  async function stage(tree: Tree): Promise<void> {
    const files = await games.openStaging(join(root, 'ggoo'));
    const { 'empty.cfg': _, ...withBytes } = tree;
    await writeTree(files, withBytes);
  }

  async function hashesOf(tree: Tree) {
    const twin = join(root, 'twin');
    await mkdir(twin);
    await writeTree(twin, tree);
    const hashes = await treeHashes(twin);
    await rm(twin, { recursive: true });
    return hashes;
  }

  function stepOf({ method, args }: Call): string {
    return `${method} ${relative(folder, String(args[0]))}`;
  }
});
