import { mkdtemp, readdir, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentSize, type Tree } from '../../fixtures/content/content.ts';
import { writeTree } from '../../fixtures/games/write-game.ts';
import type { Outline } from '../../shared/domain/content.ts';
import type { Disk } from './disk.ts';
import { DiskGameFolder } from './disk-game-folder.ts';
import { nodeDisk } from './node-disk.ts';

const OLD: Tree = { 'version.ini': '20250101', 'ggoo.eti': 'old', 'maps/a.bsp': 'old a' };
const NEW: Tree = { 'version.ini': '20250301', 'ggoo.eti': 'newer', 'maps/b.bsp': 'new b' };

describe("S27: a player's own files in a game's folder", () => {
  let root: string;
  let folder: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lanspread-own-'));
    folder = join(root, 'ggoo');
  });
  afterEach(() => rm(root, { recursive: true }));

  it('are put aside as they are, and leave exactly the new version', async () => {
    const players = { 'mine.txt': 'mine', 'mods/deep/x.pak': 'x', 'maps/own.bsp': 'own' };
    await writeTree(folder, { 'shots/none/': '' });
    expect(await update(players)).toEqual([
      '.lanspread-yours/1/maps/own.bsp',
      '.lanspread-yours/1/mine.txt',
      '.lanspread-yours/1/mods',
      '.lanspread-yours/1/shots',
    ]);
    const aside = under('.lanspread-yours/1', { ...players, 'shots/none/': '' });
    expect(await treeTexts(folder)).toEqual({ ...NEW, ...aside });
  });

  it('go with the old version where nobody knows what was brought', async () => {
    await writeTree(folder, { ...OLD, 'mine.txt': 'mine' });
    await stage(NEW);
    await new DiskGameFolder().switchToStaged(folder, outlineOf(NEW));
    expect(await treeTexts(folder)).toEqual(NEW);
  });

  it('are put aside where the new version brings something else under their names', async () => {
    const fresh = {
      ...NEW,
      'server.cfg': 'default',
      'same.cfg': 'equal',
      mods: 'a file',
      'saves/first.sav': 'new',
    };
    const players = {
      'Server.CFG': 'in capitals',
      'server.cfg': 'my settings',
      'mods/x.pak': 'x',
      saves: 'a list',
    };
    await update({ ...players, 'same.cfg': 'equal' }, fresh);
    const aside = under('.lanspread-yours/1', players);
    expect(await treeTexts(folder)).toEqual({ ...fresh, ...aside });
  });

  it('are never put on what was put aside before', async () => {
    await update({ 'mods/x.pak': 'first', 'server.cfg': '1' });
    await update({ mods: 'second', 'server.cfg': '2' }, NEW, NEW);
    expect(await treeTexts(folder)).toEqual({
      ...NEW,
      ...under('.lanspread-yours/1', { 'mods/x.pak': 'first', 'server.cfg': '1' }),
      ...under('.lanspread-yours/2', { mods: 'second', 'server.cfg': '2' }),
    });
  });

  it('are put aside as links where they are links, and what those lead to is left alone', async () => {
    const outside = join(root, 'outside');
    await writeTree(outside, { 'a.bsp': 'far away', 'b.bsp': 'not the game' });
    await writeTree(folder, { 'version.ini': '20250101' });
    await symlink(outside, join(folder, 'maps'));
    await stage(NEW);
    const games = new DiskGameFolder();
    const { putAside } = await games.switchToStaged(folder, outlineOf(NEW), {
      brought: outlineOf(OLD),
    });
    expect(putAside).toEqual(['.lanspread-yours/1/maps']);
    expect(await readlink(join(folder, '.lanspread-yours/1/maps'))).toBe(outside);
    expect(await treeTexts(outside)).toEqual({ 'a.bsp': 'far away', 'b.bsp': 'not the game' });
  });

  it('leave nothing behind of what was brought and is brought no more', async () => {
    const old = { ...OLD, 'gone/deep/one': '1', 'gone/two': '2', 'half/brought': 'b' };
    await update({ 'half/own': 'mine' }, NEW, old);
    const aside = under('.lanspread-yours/1', { 'half/own': 'mine' });
    expect(await treeTexts(folder)).toEqual({ ...NEW, ...aside });
  });

  it('survive a kill after which nothing can be read of what was brought', async () => {
    await writeTree(folder, { ...OLD, 'mine.txt': 'mine', 'ggoo.eti': 'old' });
    await stage(NEW);
    const killed = { ...nodeDisk, remove: () => Promise.reject(new Error('killed')) };
    const games = new DiskGameFolder(killed);
    await expect(
      games.switchToStaged(folder, outlineOf(NEW), { brought: outlineOf(OLD) }),
    ).rejects.toThrow('killed');
    await nodeDisk.move(join(folder, '.lanspread-staging'), join(folder, '.lanspread-switch'));
    await nodeDisk.write(join(folder, '.lanspread-switch/brought'), Buffer.from('{'));
    await new DiskGameFolder().recover(folder);
    expect(await treeTexts(folder)).toEqual({
      ...NEW,
      ...under('.lanspread-yours/1', {
        'mine.txt': 'mine',
        'ggoo.eti': 'old',
        'maps/a.bsp': 'old a',
      }),
    });
  });

  describe('on a disk that makes no difference between a and A', () => {
    const games = new DiskGameFolder(caseless(nodeDisk));

    it('are put aside from a file of another spelling, and from a folder of another', async () => {
      const old = { ...OLD, 'data/old.pak': 'brought' };
      const fresh = { ...NEW, 'readme.txt': 'new', 'Data/new.pak': 'new' };
      await writeTree(folder, { ...old, 'README.TXT': 'mine', 'data/own.pak': 'own' });
      await stage(fresh);
      await games.switchToStaged(folder, outlineOf(fresh), { brought: outlineOf(old) });
      const players = { 'README.TXT': 'mine', 'Data/own.pak': 'own' };
      const aside = under('.lanspread-yours/1', players);
      expect(await treeTexts(folder)).toEqual({ ...fresh, ...aside });
    });

    it('are not mistaken for what was brought under another spelling', async () => {
      const old = { ...OLD, 'Maps2/Gone.bsp': 'brought' };
      await writeTree(folder, { ...OLD, 'maps2/gone.bsp': 'brought', 'maps2/own.bsp': 'own' });
      await stage(NEW);
      await games.switchToStaged(folder, outlineOf(NEW), { brought: outlineOf(old) });
      expect(await treeTexts(folder)).toEqual({
        ...NEW,
        ...under('.lanspread-yours/1', { 'maps2/own.bsp': 'own' }),
      });
    });
  });

  async function update(players: Tree, fresh = NEW, old = OLD): Promise<readonly string[]> {
    await writeTree(folder, { ...old, ...players });
    await stage(fresh);
    const games = new DiskGameFolder();
    const done = await games.switchToStaged(folder, outlineOf(fresh), { brought: outlineOf(old) });
    return [...done.putAside].sort();
  }

  async function stage(tree: Tree): Promise<void> {
    await writeTree(await new DiskGameFolder().openStaging(folder), tree);
  }

  // As Windows and macOS do it: each part of a path is whatever is there by that name in any case.
  function caseless(disk: Disk): Disk {
    const there = async (path: string): Promise<string> => {
      let at = root;
      for (const part of relative(root, path).split(sep)) {
        const names = await readdir(at).catch((): string[] => []);
        const same = names.find((name) => name.toLowerCase() === part.toLowerCase());
        at = join(at, same ?? part);
      }
      return at;
    };
    return {
      ...disk,
      look: async (path) => disk.look(await there(path)),
      list: async (path) => disk.list(await there(path)),
      read: async (path) => disk.read(await there(path)),
      flushFolder: async (path) => disk.flushFolder(await there(path)),
      makeFolder: async (path) => disk.makeFolder(await there(path)),
      remove: async (path) => disk.remove(await there(path)),
      removeEmptyFolder: async (path) => disk.removeEmptyFolder(await there(path)),
      move: async (from, to) => {
        const source = await there(from);
        const target = await there(to);
        if (target !== source) await disk.remove(target);
        await disk.move(source, join(dirname(target), basename(to)));
      },
    };
  }
});

function under(folder: string, tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([path, text]) => [`${folder}/${path}`, text]),
  );
}

function outlineOf(tree: Tree): Outline {
  const files = Object.entries(tree).map(([path, text]) => ({ path, size: contentSize(text) }));
  return { files, emptyFolders: [] };
}

// The text of each file, and empty folders; a link is left out.
async function treeTexts(folder: string, prefix = ''): Promise<Tree> {
  const found: [string, string][] = [];
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = prefix + entry.name;
    if (entry.isFile()) found.push([path, await readFile(join(folder, path), 'utf8')]);
    if (!entry.isDirectory()) continue;
    const below = Object.entries(await treeTexts(folder, `${path}/`)) as [string, string][];
    found.push(...(below.length === 0 ? [[`${path}/`, ''] as [string, string]] : below));
  }
  return Object.fromEntries(found);
}
