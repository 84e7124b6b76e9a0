import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { disturbed } from '../../fixtures/faults/disturbed.ts';
import { treeHashes } from '../../fixtures/games/tree-hashes.ts';
import { writeTree } from '../../fixtures/games/write-game.ts';
import type { Outline } from '../../shared/domain/content.ts';
import type { Disk } from './disk.ts';
import { DiskGameFolder } from './disk-game-folder.ts';
import { nodeDisk } from './node-disk.ts';

const NEW = {
  'version.ini': '20250301',
  'maps/deep/a.bsp': 'A',
  'maps/b.bsp': 'B',
  'sound/c.wav': 'C',
};
const OUTLINE: Outline = {
  files: Object.entries(NEW).map(([path, text]) => ({ path, size: text.length })),
  emptyFolders: ['maps/empty'],
};
const STAGED = '.lanspread-staging/files';
const SWITCH = '.lanspread-switch/files';

describe('S27: folders of a new version', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'lanspread-whole-')), 'ggoo');
    for (const [path, text] of Object.entries(NEW)) {
      await writeTree(folder, { [`${STAGED}/${path}`]: text });
    }
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  it('come as a whole where nothing is in their place', async () => {
    expect(await movesOfSwitch()).toEqual([
      '.lanspread-staging -> .lanspread-switch',
      `${SWITCH}/maps -> maps`,
      `${SWITCH}/sound -> sound`,
      `${SWITCH}/version.ini -> version.ini`,
    ]);
    await expectNew();
  });

  it('come file by file where the old version has one of that name', async () => {
    await writeTree(folder, { 'version.ini': '20250101', 'maps/old.bsp': 'old' });
    const moves = await movesOfSwitch();
    expect(moves).toContain(`${SWITCH}/maps/deep/a.bsp -> maps/deep/a.bsp`);
    expect(moves).toContain(`${SWITCH}/sound -> sound`);
    await expectNew();
  });

  it('bring nothing that is no part of it', async () => {
    await writeTree(folder, { [`${STAGED}/maps/stranger.exe`]: 'x', [`${STAGED}/sound/d/`]: '' });
    expect(await movesOfSwitch()).toContain(`${SWITCH}/maps/b.bsp -> maps/b.bsp`);
    await expectNew();
  });

  it('come file by file where the system does not let a folder be moved', async () => {
    const inUse = Object.assign(new Error('in use'), { code: 'EPERM' });
    const port: Disk = {
      ...nodeDisk,
      move: (from, to) => (from.endsWith('maps') ? Promise.reject(inUse) : nodeDisk.move(from, to)),
    };
    await new DiskGameFolder(port).switchToStaged(folder, OUTLINE);
    await expectNew();
  });

  it('are flushed anew where nobody knows that their files are durable, and only there', async () => {
    const { port, calls } = disturbed<Disk>(nodeDisk);
    await new DiskGameFolder(port).switchToStaged(folder, OUTLINE, { isFlushed: true });
    expect(calls.filter(({ method }) => method === 'flushFile')).toEqual([]);
    expect(calls.filter(({ method }) => method === 'flushFolder')).not.toEqual([]);
    await expectNew();
  });

  async function movesOfSwitch(): Promise<readonly string[]> {
    const { port, calls } = disturbed<Disk>(nodeDisk);
    await new DiskGameFolder(port).switchToStaged(folder, OUTLINE);
    const moves = calls.filter(({ method }) => method === 'move');
    return moves.map(({ args: [from, to] }) => `${below(from)} -> ${below(to)}`);
  }

  async function expectNew(): Promise<void> {
    const folders = ['maps/', 'maps/deep/', 'maps/empty/', 'sound/'];
    const there = Object.keys(await treeHashes(folder));
    expect(there.sort()).toEqual([...Object.keys(NEW), ...folders].sort());
  }

  function below(path: unknown): string {
    return relative(folder, String(path)).replaceAll('\\', '/');
  }
});
