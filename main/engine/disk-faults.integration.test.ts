import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tree } from '../../fixtures/content/content.ts';
import { aCatalog, ggoo } from '../../fixtures/engine/room.ts';
import { WholePeer } from '../../fixtures/engine/whole-peer.ts';
import { FaultyDisk } from '../../fixtures/faults/faulty-disk.ts';
import { treeHashes, type TreeHashes } from '../../fixtures/games/tree-hashes.ts';
import { type GameCopy, writeGame, writeTree } from '../../fixtures/games/write-game.ts';
import type { Reply } from '../../shared/reply.ts';
import { DiskGameFolder } from '../game-folder/disk-game-folder.ts';

const OLD: GameCopy = {
  id: ggoo,
  version: '20250101',
  files: { 'maps/a.bsp': 'a', 'maps/gone.bsp': 'gone', 'same.txt': 'same' },
  archive: { 'game.exe': 'old', 'lib/a.dll': 'a' },
};
const NEW: GameCopy = {
  id: ggoo,
  version: '20250301',
  // One is larger than what is written in one go, one is empty, one is as it was.
  files: {
    'maps/a.bsp': 'A',
    'large.bin': { seed: 'l', size: 70_000 },
    empty: '',
    'same.txt': 'same',
  },
  archive: { 'game.exe': 'new', 'lib/b.dll': 'b' },
};
const SAVE: Tree = { 'saves/one.sav': 'level 7' };
const GGOO = { gameId: ggoo };
/** Fewer than any scenario has: an uninstall takes eight changes. */
const MIN_STEPS = 5;
/** Far more than any scenario has. */
const MAX_STEPS = 2_000;
const PATIENT = { timeout: 300_000 };

interface Scenario {
  readonly name: string;
  /** What is downloaded before; the old version is installed too, with a save of the player. */
  readonly isThere: 'nothing' | 'new' | 'old' | 'old and new';
  readonly act: () => Promise<Reply<unknown>>;
  /** What is there once it is done. */
  readonly after: 'new' | 'new, installed' | 'new, installed old' | 'old' | 'nothing';
  readonly unpacks?: boolean;
}

describe('D4: where the disk fails at any step', () => {
  let root: string;
  let disk: FaultyDisk;
  let older: WholePeer;
  let newer: WholePeer;
  let client: WholePeer;
  let folder: string;
  let wholes: { readonly old: TreeHashes; readonly new: TreeHashes };

  beforeAll(async () => {
    root = await mkdtemp(join(memory(), 'lanspread-faults-'));
    disk = new FaultyDisk(join(root, 'client'));
    older = await holder('older', OLD);
    newer = await holder('newer', NEW);
    client = await WholePeer.start({ home: join(root, 'client'), ...room(), isFaulty: true });
    folder = join(client.gamesFolder, ggoo);
    wholes = { old: await contentOf(older), new: await contentOf(newer) };
  });
  afterAll(async () => {
    for (const peer of [client, older, newer]) await peer.stop();
    await rm(root, { recursive: true });
  });

  const download = (install: boolean) => client.run('download', { ...GGOO, install });
  const scenarios: readonly Scenario[] = [
    { name: 'a download', isThere: 'nothing', act: () => download(false), after: 'new' },
    {
      name: 'an install',
      isThere: 'new',
      act: () => download(true),
      after: 'new, installed',
      unpacks: true,
    },
    { name: 'an update', isThere: 'old', act: () => download(false), after: 'new, installed old' },
    {
      name: 'an install of an update',
      isThere: 'old and new',
      act: () => download(true),
      after: 'new, installed',
      unpacks: true,
    },
    {
      name: 'an uninstall',
      isThere: 'old',
      act: () => client.run('uninstall', GGOO),
      after: 'old',
    },
    { name: 'a removal', isThere: 'old', act: () => client.run('remove', GGOO), after: 'nothing' },
  ];

  it.each(scenarios)(
    'once, at any step of $name, it ends exact or says why, and the next try ends exact',
    PATIENT,
    (s) =>
      atEveryStep(s, (step) => {
        disk.failOnce(step);
      }),
  );

  it.each(scenarios)(
    'as full, from any step of $name on, it ends exact or says why, and the next try ends exact',
    PATIENT,
    (s) =>
      atEveryStep(s, (step) => {
        disk.fillUp(step);
      }),
  );

  async function atEveryStep(s: Scenario, breakAt: (step: number) => void): Promise<void> {
    const openBefore = await openBelow(folder);
    let step = 1;
    for (; step < MAX_STEPS; step += 1) {
      await prepare(s);
      breakAt(step);
      const reply = await s.act();
      const hasFailed = disk.mend();
      expectTold(reply);
      if (!hasFailed) break;
      await expectNoLie();
      if (reply.ok) expect(contentIn(await tree())).toEqual(contentAfter(s));
      await again(s, reply.ok);
    }
    await expectDone(s);
    // Threads live long, so that what one leaves open stays open; but what unpacks ends with its work.
    if (!s.unpacks) expect(await openBelow(folder)).toEqual(openBefore);
    expect(step).toBeGreaterThan(MIN_STEPS);
    expect(step).toBeLessThan(MAX_STEPS);
  }

  function room() {
    return { catalog: aCatalog(ggoo) };
  }

  async function holder(name: string, copy: GameCopy): Promise<WholePeer> {
    const home = join(root, name);
    await writeGame(join(home, 'games'), copy);
    return WholePeer.start({ home, ...room() });
  }

  // The old version comes from its holder, like any other.
  async function prepare({ isThere }: Scenario): Promise<void> {
    await client.run('remove', GGOO);
    expect(await readdir(client.gamesFolder)).toEqual([]);
    if (isThere.startsWith('old')) {
      await client.run('disconnect', { peerId: (await done(newer.run('status'))).peerId });
      await done(client.run('connect', { address: older.address }));
      await done(download(true));
      await writeTree(join(folder, 'local'), SAVE);
    }
    await done(client.run('connect', { address: newer.address }));
    if (isThere.endsWith('new')) await done(download(false));
  }

  async function again(s: Scenario, wasDone: boolean): Promise<void> {
    const reply = await s.act();
    // What the first try has left undone may be nothing but its report.
    if (!reply.ok) expect(reply.error.code).toMatch(/^not-/);
    // What could not be deleted at the end of one that went well is left to the next start.
    if (wasDone) await new DiskGameFolder().recover(folder);
    await expectDone(s);
  }

  async function expectDone({ after, isThere }: Scenario): Promise<void> {
    const there = await tree();
    expect(Object.keys(there).filter((path) => path.includes('.lanspread'))).toEqual([]);
    if (after === 'nothing') expect(await readdir(client.gamesFolder)).toEqual([]);
    expect(contentIn(there)).toEqual(contentAfter({ after }));
    const local = join(folder, 'local');
    expect('local/' in there).toBe(after.includes('installed'));
    if (!after.includes('installed')) return;
    const game = after === 'new, installed' ? 'new' : 'old';
    expect(await readFile(join(local, 'game.exe'), 'utf8')).toBe(game);
    if (isThere.startsWith('old')) {
      expect(await readFile(join(local, 'saves', 'one.sav'), 'utf8')).toBe('level 7');
    }
  }

  function contentAfter({ after }: Pick<Scenario, 'after'>): TreeHashes {
    if (after === 'nothing') return {};
    return after === 'old' ? wholes.old : wholes.new;
  }

  async function expectNoLie(): Promise<void> {
    const there = contentIn(await tree());
    if ('version.ini' in there) expect([wholes.old, wholes.new]).toContainEqual(there);
  }

  async function tree(): Promise<TreeHashes> {
    const isThere = (await readdir(client.gamesFolder)).includes(ggoo);
    return isThere ? treeHashes(folder) : {};
  }

  function expectTold(reply: Reply<unknown>): void {
    expect(client.bugs.splice(0)).toEqual([]);
    if (reply.ok) return;
    expect(['io-error', 'no-space']).toContain(reply.error.code);
    expect(reply.error.message).not.toMatch(/ENOSPC|EIO|lanspread-|\/tmp|fault point/);
  }
});

// Without what is installed and what is ours.
function contentIn(all: TreeHashes): TreeHashes {
  const content = Object.entries(all).filter(([path]) => !/^(local\/|\.lanspread)/.test(path));
  return Object.fromEntries(content);
}

async function contentOf(peer: WholePeer): Promise<TreeHashes> {
  return contentIn(await treeHashes(join(peer.gamesFolder, ggoo)));
}

async function done<Result>(reply: Promise<Reply<Result>>): Promise<Result> {
  const given = await reply;
  if (!given.ok) throw new Error(`${given.error.code}: ${given.error.message}`);
  return given.data;
}

// What this process, its workers included, has open; only Linux tells.
async function openBelow(folder: string): Promise<readonly string[]> {
  if (!existsSync('/proc/self/fd')) return [];
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`));
  const open = await Promise.all(links.map((link) => link.catch(() => '')));
  return open.filter((path) => path.startsWith(folder));
}

// Thousands of flushes would wait for a real disk, which is not what fails here.
function memory(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}
