import { mkdtemp, readFile, readlink, rm, symlink, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tree } from '../../fixtures/content/content.ts';
import { type TreeHashes, treeHashes } from '../../fixtures/games/tree-hashes.ts';
import { writeTree } from '../../fixtures/games/write-game.ts';
import { DiskGameFolder } from './disk-game-folder.ts';
import type { GameFolder, InstalledFile, SwitchedInstall } from './game-folder.ts';
import { nodeDisk } from './node-disk.ts';

describe('an install', () => {
  let root: string;
  let folder: string;
  const games = new DiskGameFolder();
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lanspread-local-'));
    folder = join(root, 'ggoo');
    await writeTree(folder, { 'version.ini': '20250101' });
  });
  afterEach(() => rm(root, { recursive: true }));

  it('S5: becomes `local/` as a whole, and says what it brought', async () => {
    const { installed, keptBeside } = await install({ 'bin/game.exe': 'v1', 'readme.txt': 'read' });
    expect(await local()).toEqual({ 'bin/game.exe': 'v1', 'readme.txt': 'read' });
    expect(installed.map(({ path, size }) => [path, size]).sort()).toEqual([
      ['bin/game.exe', 2],
      ['readme.txt', 4],
    ]);
    expect(keptBeside).toEqual([]);
  });

  it("S27: takes over the player's files, and drops what the last install brought", async () => {
    const { installed } = await install({ 'game.exe': 'v1', 'old.dll': 'v1' });
    await play({ 'saves/1.sav': 'mine', 'mods/a/b.pk3': 'mine' });
    const { keptBeside } = await install({ 'game.exe': 'v2', 'saves/readme': 'v2' }, installed);
    expect(await local()).toEqual({
      'game.exe': 'v2',
      'saves/readme': 'v2',
      'saves/1.sav': 'mine',
      'mods/a/b.pk3': 'mine',
    });
    expect(keptBeside).toEqual([]);
  });

  it('S27: keeps a file that the player has changed, beside the new one where there is one', async () => {
    const { installed } = await install({ 'game.cfg': 'v1', 'gone.cfg': 'v1' });
    await play({ 'game.cfg': 'MINE', 'gone.cfg': 'MINE' });
    const { keptBeside } = await install({ 'game.cfg': 'v2' }, installed);
    expect(await local()).toEqual({
      'game.cfg': 'v2',
      'game (yours).cfg': 'MINE',
      'gone.cfg': 'MINE',
    });
    expect(keptBeside).toEqual(['game (yours).cfg']);
  });

  it('S27: keeps nothing beside where the new file has the same bytes', async () => {
    await play({ 'game.cfg': 'same', 'lib.dll': 'other' });
    const { keptBeside } = await install({ 'game.cfg': 'same', 'lib.dll': 'OTHER' });
    expect(keptBeside).toEqual(['lib (yours).dll']);
  });

  it('S27: numbers what is kept beside again', async () => {
    await play({ 'a.cfg': 'mine', 'a (yours).cfg': 'mine too' });
    const { keptBeside } = await install({ 'a.cfg': 'v1' });
    expect(keptBeside).toEqual(['a (yours 2).cfg']);
    const again = await install({ 'a.cfg': 'v2' });
    expect(again.keptBeside).toEqual(['a (yours 3).cfg']);
    expect(await local()).toEqual({
      'a.cfg': 'v2',
      'a (yours).cfg': 'mine too',
      'a (yours 2).cfg': 'mine',
      'a (yours 3).cfg': 'v1',
    });
  });

  it('S27: keeps a file whose folder is a file now, and one whose name is a folder now', async () => {
    await play({ 'data/1.sav': 'mine', 'data/sub/2.sav': 'mine', logs: 'mine' });
    const { keptBeside } = await install({ data: 'v2', 'logs/today': 'v2' });
    expect(await local()).toEqual({
      data: 'v2',
      'data (yours)/1.sav': 'mine',
      'data (yours)/sub/2.sav': 'mine',
      'logs (yours)': 'mine',
      'logs/today': 'v2',
    });
    expect(keptBeside).toHaveLength(3);
  });

  it('S27: takes a time for unchanged that a disk has rounded', async () => {
    const { installed } = await install({ 'old.dll': 'v1' });
    const seconds = ((installed[0]?.mtimeMs ?? 0) - 1.9) / 1000;
    await utimes(join(folder, 'local/old.dll'), seconds, seconds);
    await install({ 'game.exe': 'v2' }, installed);
    expect(await local()).toEqual({ 'game.exe': 'v2' });
  });

  it("S27: takes over a player's link as a link, and follows none", async () => {
    const outside = join(root, 'outside');
    await writeTree(outside, { 'a.sav': 'elsewhere' });
    await play({ 'game.exe': 'v1' });
    await symlink(outside, join(folder, 'local/saves'));
    await symlink(outside, join(folder, 'local/data'));
    await install({ 'game.exe': 'v2', 'data/a.sav': 'v2' });
    expect(await readlink(join(folder, 'local/saves'))).toBe(outside);
    expect(await readlink(join(folder, 'local/data (yours)'))).toBe(outside);
    expect(await readFile(join(folder, 'local/data/a.sav'), 'utf8')).toBe('v2');
    expect(await readFile(join(outside, 'a.sav'), 'utf8')).toBe('elsewhere');
  });

  it('replaces a `local` that is a link, and leaves alone where it points', async () => {
    const outside = join(root, 'outside');
    await writeTree(outside, { 'a.sav': 'elsewhere' });
    await symlink(outside, join(folder, 'local'));
    await install({ 'game.exe': 'v1' });
    expect(await local()).toEqual({ 'game.exe': 'v1' });
    expect(await readFile(join(outside, 'a.sav'), 'utf8')).toBe('elsewhere');
  });

  it('is not switched to where something of it has gone; the old one stays', async () => {
    await play({ 'game.exe': 'v1' });
    const target = await games.openInstall(folder);
    await writeTree(target, { 'game.exe': 'v2' });
    const brought = [{ path: 'game.exe' }, { path: 'lib.dll' }];
    await expect(games.switchToInstalled(folder, brought, [])).rejects.toMatchObject({
      code: 'io-error',
      message: expect.stringMatching(/^ggoo\/lib\.dll has gone/) as string,
    });
    await games.discardInstall(folder);
    expect(await local()).toEqual({ 'game.exe': 'v1' });
  });

  it('S27: costs the old one nothing where the game is running', async () => {
    await play({ 'game.exe': 'v1', '1.sav': 'mine' });
    const from = join(folder, 'local');
    const busy = Object.assign(new Error('busy'), { code: 'EPERM', path: from });
    const move = (path: string, to: string) =>
      path === from ? Promise.reject(busy) : nodeDisk.move(path, to);
    await expect(
      install({ 'game.exe': 'v2' }, [], new DiskGameFolder({ ...nodeDisk, move })),
    ).rejects.toMatchObject({
      code: 'io-error',
      message: expect.stringMatching(/^ggoo\/local may not be changed. Close the game/) as string,
    });
    await games.recover(folder);
    expect(await local()).toEqual({ 'game.exe': 'v1', '1.sav': 'mine' });
  });

  it('starts in an empty folder, whatever an earlier one left', async () => {
    await writeTree(await games.openInstall(folder), { 'left.over': 'x' });
    const target = await games.openInstall(folder);
    expect(await treeHashes(target)).toEqual({});
  });

  it('S24: tells what it brought where only a recovery could finish it', async () => {
    const record = [{ path: 'game.exe', size: 2, mtimeMs: 1.5 }];
    await writeTree(folder, {
      '.lanspread-new-local/files/game.exe': 'v2',
      '.lanspread-new-local/brought': JSON.stringify(record),
      '.lanspread-old-local/game.exe': 'v1',
    });
    expect(await games.recover(folder)).toMatchObject({ finishedInstall: record });
    expect(await local()).toEqual({ 'game.exe': 'v2' });
  });

  it('S24: comes back where a switch lost its new tree', async () => {
    await writeTree(folder, { '.lanspread-old-local/saves/1.sav': 'mine' });
    await games.recover(folder);
    expect(await local()).toEqual({ 'saves/1.sav': 'mine' });
  });

  async function install(
    tree: Tree,
    previous: readonly InstalledFile[] = [],
    switching: GameFolder = games,
  ): Promise<SwitchedInstall> {
    const target = await games.openInstall(folder);
    await writeTree(target, tree);
    const brought = Object.keys(tree).map((path) => ({ path }));
    return switching.switchToInstalled(folder, brought, previous);
  }

  async function play(tree: Tree): Promise<void> {
    await writeTree(join(folder, 'local'), tree);
    const now = Date.now() / 1000;
    for (const path of Object.keys(tree)) await utimes(join(folder, 'local', path), now, now);
  }

  async function local(): Promise<Record<string, string>> {
    const hashes: TreeHashes = await treeHashes(folder);
    const ours = Object.keys(hashes).filter((path) => path.startsWith('.lanspread'));
    expect(ours).toEqual([]);
    const paths = Object.keys(await treeHashes(join(folder, 'local')));
    const files = paths.filter((path) => !path.endsWith('/'));
    const texts: Record<string, string> = {};
    for (const path of files) texts[path] = await readFile(join(folder, 'local', path), 'utf8');
    return texts;
  }
});
