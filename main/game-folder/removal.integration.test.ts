import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Call, disturbed } from '../../fixtures/faults/disturbed.ts';
import { treeHashes } from '../../fixtures/games/tree-hashes.ts';
import { writeTree } from '../../fixtures/games/write-game.ts';
import type { Disk } from './disk.ts';
import { DiskGameFolder } from './disk-game-folder.ts';
import { nodeDisk } from './node-disk.ts';

describe("a game's folder", () => {
  let root: string;
  let folder: string;
  const games = new DiskGameFolder();
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lanspread-removal-'));
    folder = join(root, 'ggoo');
    await writeTree(folder, {
      'version.ini': '20250101',
      'ggoo.eti': 'archive',
      'local/game.exe': 'game',
      '.lanspread-staging/files/ggoo.eti': 'partly',
    });
    await writeTree(join(root, 'other'), { 'version.ini': '20250101' });
  });
  afterEach(() => rm(root, { recursive: true }));

  it('S6: loses only `local/` by an uninstall', async () => {
    const before = Object.keys(await treeHashes(folder));
    await games.uninstall(folder);
    const after = before.filter((path) => !path.startsWith('local/'));
    expect(Object.keys(await treeHashes(folder))).toEqual(after);
  });

  it('is gone after the removal of the game, and no other is touched', async () => {
    await games.removeContent(folder, false);
    expect(await readdir(root)).toEqual(['other']);
    expect(Object.keys(await treeHashes(join(root, 'other')))).toEqual(['version.ini']);
  });

  it('keeps the install, and nothing else, where that is wished', async () => {
    await games.removeContent(folder, true);
    expect(Object.keys(await treeHashes(folder))).toEqual(['local/', 'local/game.exe']);
    await games.uninstall(folder);
    expect(await readdir(root)).toEqual(['other']);
  });

  it('loses its sentinel before anything else', async () => {
    const { port, calls } = disturbed<Disk>(nodeDisk);
    await new DiskGameFolder(port).removeContent(folder, false);
    const moved = calls.filter(({ method }) => method === 'move').map(({ args }) => args[0]);
    expect(moved[0]).toBe(join(folder, 'version.ini'));
    const sentinel = calls.findIndex(({ method }: Call) => method === 'move');
    expect(calls[sentinel + 1]).toEqual({ method: 'flushFolder', args: [folder] });
  });

  it('is not followed out of by its links', async () => {
    await symlink(join(root, 'other'), join(folder, 'linked'));
    await symlink(join(root, 'other'), join(folder, 'local/linked'));
    await games.uninstall(folder);
    await games.removeContent(folder, false);
    expect(Object.keys(await treeHashes(join(root, 'other')))).toEqual(['version.ini']);
  });

  it('that is not there has nothing to remove and nothing to recover', async () => {
    const missing = join(root, 'missing');
    await games.removeContent(missing, false);
    await games.uninstall(missing);
    await games.discardInstall(missing);
    expect(await games.hasStaging(missing)).toBe(false);
    await games.recover(missing);
    expect(await readdir(root)).not.toContain('missing');
  });

  it('S24: tells that a removal was finished', async () => {
    await mkdir(join(folder, '.lanspread-remove-download'));
    expect(await games.recover(folder)).toEqual({ finishedSwitch: false, finishedRemoval: true });
    expect(Object.keys(await treeHashes(folder))).toEqual(['local/', 'local/game.exe']);
  });

  it('S24: is not recovered where a link is in its place', async () => {
    await mkdir(join(root, 'other/.lanspread-remove-all'));
    await symlink(join(root, 'other'), join(root, 'cnc4'));
    await games.recover(join(root, 'cnc4'));
    expect(await readdir(join(root, 'other'))).toContain('version.ini');
  });

  it('S30: costs one call to recover where nothing has happened to it', async () => {
    const { port, calls } = disturbed<Disk>(nodeDisk);
    await new DiskGameFolder(port).recover(join(root, 'other'));
    expect(calls).toHaveLength(1);
  });
});
