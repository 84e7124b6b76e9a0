import { cp, mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Call, disturbed } from '../../fixtures/faults/disturbed.ts';
import { treeHashes, type TreeHashes } from '../../fixtures/games/tree-hashes.ts';
import { writeTree } from '../../fixtures/games/write-game.ts';
import type { Tree } from '../../fixtures/content/content.ts';
import type { Outline } from '../../shared/domain/content.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { Disk } from './disk.ts';
import { DiskGameFolder } from './disk-game-folder.ts';
import type { GameFolder, InstalledFile } from './game-folder.ts';
import { nodeDisk } from './node-disk.ts';

const OLD: Tree = {
  'version.ini': '20250101',
  'ggoo.eti': 'the old archive',
  'maps/one.bsp': 'one',
  'maps/gone/two.bsp': 'not in the new version',
  'turns.into/a-folder': 'a file in a folder',
  'becomes-folder': 'a file',
};
const NEW: Tree = {
  'version.ini': '20250301',
  'ggoo.eti': 'the new and longer archive',
  'maps/one.bsp': 'ONE',
  'maps/three.bsp': 'three',
  'turns.into': 'a file',
  'becomes-folder/file': 'in a folder',
  'empty.cfg': '',
};
const OUTLINE: Outline = {
  files: Object.entries(NEW).map(([path, text]) => ({ path, size: (text as string).length })),
  emptyFolders: ['logs/old'],
};
const BROUGHT: Outline = {
  files: Object.entries(OLD).map(([path, text]) => ({ path, size: (text as string).length })),
  emptyFolders: [],
};
// In the way of files and folders of the new version, and out of it.
const PLAYERS: Tree = {
  'mods/mine.pak': 'a mod',
  'mods/none/': '',
  'maps/mine.bsp': 'a map',
  'maps/gone/mine.bsp': 'beside an old map',
  'maps/three.bsp': 'their own three',
  'maps/THREE.bsp': 'another of their own',
  'empty.cfg': 'settings',
  'empty (yours).cfg': 'settings of an earlier update',
  'turns.into/their-own': 'in a folder that becomes a file',
  'turns.into/deep/er': 'deep in it',
  'logs/old': 'a file that becomes a folder',
};
const INSTALLED: Tree = {
  'local/game.exe': 'old game',
  'local/lib/a.dll': 'old library',
  'local/saves/slot1.sav': 'a save',
  'local/player.cfg': 'changed by the player',
};
const BROUGHT_BEFORE = ['game.exe', 'lib/a.dll'];
const UNPACKED: Tree = {
  'game.exe': 'new game',
  'player.cfg': 'default',
  'lib/b.dll': 'new library',
};

interface Scenario {
  readonly name: string;
  readonly before: Tree;
  /** Folders of the game that are filled by others before: staging. */
  readonly staged?: Tree;
  readonly act: (games: GameFolder, folder: string) => Promise<unknown>;
}

const scenarios: readonly Scenario[] = [
  { name: 'a first download', before: {}, staged: stagedNew(), act: switchContent },
  { name: 'an update', before: { ...OLD, ...INSTALLED }, staged: stagedNew(), act: switchContent },
  {
    name: "an update beside the player's own files",
    before: { ...OLD, ...PLAYERS },
    staged: stagedNew(),
    act: (games, folder) => switchContent(games, folder, BROUGHT),
  },
  { name: 'a first install', before: OLD, act: install },
  { name: 'an install over another', before: { ...OLD, ...INSTALLED }, act: install },
  { name: 'an uninstall', before: { ...OLD, ...INSTALLED }, act: (g, f) => g.uninstall(f) },
  { name: 'an uninstall without download', before: INSTALLED, act: (g, f) => g.uninstall(f) },
  { name: 'a removal', before: { ...OLD, ...INSTALLED }, act: (g, f) => g.removeContent(f, false) },
  {
    name: 'a removal that keeps the install',
    before: { ...OLD, ...INSTALLED },
    staged: { '.lanspread-staging/files/maps/one.bsp': 'partly' },
    act: (g, f) => g.removeContent(f, true),
  },
];

class Killed extends Error {}

describe('S24: after a kill', () => {
  let root: string;
  let template: string;
  let folder: string;
  const games = new DiskGameFolder();

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lanspread-crash-'));
    template = join(root, 'template');
    folder = join(root, 'ggoo');
  });
  afterEach(() => rm(root, { recursive: true }));

  it.each(scenarios)('before any step of $name, the old whole or the new whole is there', (s) =>
    // Before a step that only looks, the disk is as it is before the next one that changes something.
    killEverywhere(s, (steps) => [...steps.keys()].filter((index) => isChange(steps[index]))),
  );

  it.each(scenarios)('within any step of $name, the old whole or the new whole is there', (s) =>
    killEverywhere(s, (steps) => {
      return [...steps.keys()].filter((index) => isDivisible(steps[index]));
    }),
  );

  it.each(scenarios)('of $name, and others of the recovery, it is there as well', async (s) => {
    const { before, after, steps } = await ends(s);
    for (let number = 1; number <= steps.length; number += 2) {
      await runKilled(s, number);
      for (let inner = 1 + (number % 3); await recoverKilled(inner); inner += 3);
      await games.recover(folder);
      expect([before, after]).toContainEqual(await visible());
    }
  });

  it.each(scenarios)('a step of $name that fails costs nothing either', async (s) => {
    const { before, after, steps } = await ends(s);
    for (const index of steps.keys()) {
      await reset();
      const code = index % 2 === 0 ? 'ENOSPC' : 'EACCES';
      const strike = (call: Call) => Promise.reject(systemError(code, String(call.args[0])));
      const disturbance = { number: index + 1, strike, isLasting: false };
      const { port } = disturbed<Disk>(nodeDisk, disturbance);
      const failure = await failureOf(() => s.act(new DiskGameFolder(port), folder));
      if (failure !== undefined) expectTold(failure, code);
      await games.recover(folder);
      expect([before, after]).toContainEqual(await visible());
      if (failure === undefined) expect(await visible()).toEqual(after);
    }
  });

  async function killEverywhere(s: Scenario, where: (steps: readonly Call[]) => Iterable<number>) {
    const { before, after, steps } = await ends(s);
    for (const index of where(steps)) {
      await runKilled(s, index + 1);
      expectNoLie(await visible(), [before, after]);
      await games.recover(folder);
      const recovered = await visible();
      expect([before, after]).toContainEqual(recovered);
      await expectTidy(s, isSame(recovered, before));
      if (isSame(recovered, before)) await s.act(games, folder);
      expect(await visible()).toEqual(after);
    }
  }

  async function runKilled(s: Scenario, number: number) {
    await reset();
    await isKilled(number, (killable) => s.act(killable, folder));
  }

  function recoverKilled(number: number) {
    return isKilled(number, (killable) => killable.recover(folder));
  }

  // False where it ended before the kill.
  async function isKilled(number: number, act: (killable: GameFolder) => Promise<unknown>) {
    let isFirst = true;
    const strike = async (call: Call) => {
      if (isFirst) {
        isFirst = false;
        await doHalf(call);
      }
      throw new Killed();
    };
    const { port, calls } = disturbed<Disk>(nodeDisk, { number, strike, isLasting: true });
    await failureOf(() => act(new DiskGameFolder(port)));
    return calls.length >= number;
  }

  // What everyone else sees before the operation, and after one that nothing befalls.
  async function ends(s: Scenario) {
    await rm(template, { recursive: true, force: true });
    await mkdir(template);
    await writeTree(template, { ...s.before, ...s.staged });
    await reset();
    const before = await visible();
    const { port, calls: steps } = disturbed<Disk>(nodeDisk);
    await s.act(new DiskGameFolder(port), folder);
    const after = await visible();
    expect(after).not.toEqual(before);
    return { before, after, steps };
  }

  async function reset() {
    await rm(folder, { recursive: true, force: true });
    await cp(template, folder, { recursive: true, preserveTimestamps: true });
  }

  async function visible(): Promise<TreeHashes> {
    // A switch that is gone on with puts aside what is left in another folder of its own.
    const all = Object.entries(await everything()).map(
      ([path, hash]) => [path.replace(/^\.lanspread-yours\/\d+\/(?=.)/, 'aside/'), hash] as const,
    );
    return Object.fromEntries(all.filter(([path]) => !path.startsWith('.lanspread')));
  }

  async function everything(): Promise<TreeHashes> {
    const isThere = (await readdir(root)).includes('ggoo');
    return isThere ? treeHashes(folder) : {};
  }

  async function expectTidy(s: Scenario, isOld: boolean) {
    const there = await everything();
    const ours = Object.keys(there).filter((path) => /^\.lanspread-(?!yours)[^/]*\/$/.test(path));
    expect(ours).toEqual(isOld && s.staged ? ['.lanspread-staging/'] : []);
    if (Object.keys(there).length === 0) expect(await readdir(root)).not.toContain('ggoo');
    expect(await games.recover(folder)).toEqual({ finishedSwitch: false, finishedRemoval: false });
    expect(await everything()).toEqual(there);
  }
});

// A sentinel means a whole copy, and a `local/` a whole install, at every moment.
function expectNoLie(killed: TreeHashes, wholes: readonly TreeHashes[]) {
  if ('version.ini' in killed) expect(wholes.map(download)).toContainEqual(download(killed));
  if ('local/' in killed) expect(wholes.map(local)).toContainEqual(local(killed));
}

function download(tree: TreeHashes): TreeHashes {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !path.startsWith('local/')));
}

function local(tree: TreeHashes): TreeHashes {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => path.startsWith('local/')));
}

function isSame(left: TreeHashes, right: TreeHashes) {
  return JSON.stringify(left) === JSON.stringify(right);
}

function isChange(step: Call | undefined) {
  return !['look', 'list', 'read', 'haveSameBytes'].includes(step?.method ?? '');
}

function isDivisible(step: Call | undefined) {
  return ['write', 'remove', 'duplicate'].includes(step?.method ?? '');
}

// What a process may have done of a step when it dies within it.
async function doHalf({ method, args }: Call): Promise<void> {
  const [first, second] = args as [string, string];
  if (method === 'write') await writeFile(first, second.slice(0, second.length / 2));
  if (method === 'remove') {
    for (const { name } of (await nodeDisk.list(first)).slice(0, 2)) {
      await nodeDisk.remove(join(first, name));
    }
  }
  if (method === 'duplicate') {
    await cp(first, second);
    await truncate(second, 1);
  }
}

function stagedNew(): Tree {
  const files = Object.entries(NEW).filter(([, text]) => text !== '');
  return {
    ...Object.fromEntries(files.map(([path, text]) => [`.lanspread-staging/files/${path}`, text])),
    '.lanspread-staging/files/left-over': 'of an earlier try',
  };
}

async function switchContent(games: GameFolder, folder: string, brought?: Outline) {
  await games.openStaging(folder);
  await games.switchToStaged(folder, OUTLINE, { brought });
}

async function install(games: GameFolder, folder: string) {
  const before = await Promise.all(BROUGHT_BEFORE.map((path) => recordOf(folder, path)));
  const target = await games.openInstall(folder);
  await writeTree(target, UNPACKED);
  const brought = Object.keys(UNPACKED).map((path) => ({ path }));
  await games.switchToInstalled(folder, brought, before.flat());
}

async function recordOf(folder: string, path: string): Promise<readonly InstalledFile[]> {
  const there = await nodeDisk.look(join(folder, 'local', path));
  return there ? [{ path, size: there.size, mtimeMs: there.mtimeMs }] : [];
}

async function failureOf(act: () => Promise<unknown>): Promise<unknown> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return error;
  }
}

function systemError(code: string, path: string) {
  return Object.assign(new Error(`${code}: ${path}`), { code, path });
}

function expectTold(failure: unknown, code: string) {
  expect(failure).toBeInstanceOf(LanspreadError);
  const { code: told, message } = failure as LanspreadError;
  expect(told).toBe(code === 'ENOSPC' ? 'no-space' : 'io-error');
  expect(message).toMatch(/^ggoo/);
  expect(message).not.toMatch(/ENOSPC|EACCES|lanspread-|\/tmp/);
}
