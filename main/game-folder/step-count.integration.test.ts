import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { disturbed } from '../../fixtures/faults/disturbed.ts';
import { writeTree } from '../../fixtures/games/write-game.ts';
import type { Disk } from './disk.ts';
import { DiskGameFolder } from './disk-game-folder.ts';
import { nodeDisk } from './node-disk.ts';

const FILES = 500;

// One look at each file, and a few steps for each folder and the whole.
it('S27: a switch to a first copy of many small files takes few steps on the disk for each', async () => {
  const root = await mkdtemp(join(tmpdir(), 'lanspread-steps-'));
  try {
    const names = Array.from({ length: FILES }, (_, number) => `data/${number % 10}/${number}`);
    const files = [...names, 'version.ini'];
    const staged = files.map((path) => [`.lanspread-staging/files/${path}`, 'x'] as const);
    await writeTree(join(root, 'ggoo'), Object.fromEntries(staged));
    const { port, calls } = disturbed<Disk>(nodeDisk);
    const outline = { files: files.map((path) => ({ path, size: 1 })), emptyFolders: [] };
    await new DiskGameFolder(port).switchToStaged(join(root, 'ggoo'), outline, {
      isFlushed: true,
    });
    expect(calls.length / FILES).toBeLessThan(1.5);
  } finally {
    await rm(root, { recursive: true });
  }
});
