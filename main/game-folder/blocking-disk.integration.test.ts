import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { place } from '../../fixtures/games/place.ts';
import { blockingDisk } from './blocking-disk.ts';
import type { Disk } from './disk.ts';
import { nodeDisk } from './node-disk.ts';

type Step = (disk: Disk, at: (name: string) => string) => Promise<unknown>;

const STEPS: readonly { readonly what: string; readonly step: Step }[] = [
  { what: 'looks at a file', step: (disk, at) => disk.look(at('a.bin')) },
  { what: 'looks at a folder', step: async (disk, at) => (await disk.look(at('maps')))?.kind },
  { what: 'looks at a link', step: async (disk, at) => (await disk.look(at('link')))?.kind },
  { what: 'looks at nothing', step: (disk, at) => disk.look(at('nothing')) },
  { what: 'looks below a file', step: (disk, at) => disk.look(at('a.bin/x')) },
  { what: 'lists a folder', step: async (disk, at) => (await disk.list(at(''))).toSorted(byName) },
  { what: 'lists no folder', step: (disk, at) => disk.list(at('nothing')) },
  { what: 'lists a file', step: (disk, at) => disk.list(at('a.bin')) },
  { what: 'makes a folder', step: (disk, at) => disk.makeFolder(at('new')) },
  { what: 'makes a folder where one is', step: (disk, at) => disk.makeFolder(at('maps')) },
  { what: 'makes a folder in none', step: (disk, at) => disk.makeFolder(at('nothing/new')) },
  { what: 'moves a file over another', step: (disk, at) => disk.move(at('a.bin'), at('maps/b')) },
  { what: 'moves a folder', step: (disk, at) => disk.move(at('maps'), at('plans')) },
  { what: 'moves nothing', step: (disk, at) => disk.move(at('nothing'), at('new')) },
  { what: 'flushes a folder', step: (disk, at) => disk.flushFolder(at('maps')) },
  { what: 'flushes no folder', step: (disk, at) => disk.flushFolder(at('nothing')) },
  { what: 'reads a file', step: (disk, at) => disk.read(at('maps/b')) },
  { what: 'removes a folder', step: (disk, at) => disk.remove(at('maps')) },
];

describe('the disk of a thread that may wait', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lanspread-blocking-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it.each(STEPS)('$what as the other one does', async ({ step }) => {
    const [blocking, waiting] = [await taken(blockingDisk(), step), await taken(nodeDisk, step)];
    expect(blocking).toEqual(waiting);
  });

  // What a step gives or fails with, and what is there after it.
  async function taken(disk: Disk, step: Step): Promise<unknown> {
    rmSync(root, { recursive: true });
    place(root, { 'a.bin': 'A', 'maps/b': 'B' });
    symlinkSync(tmpdir(), join(root, 'link'));
    const result = await step(disk, (name) => join(root, name)).then(
      (value) => withoutTime(value),
      (error: unknown) => ({ code: (error as NodeJS.ErrnoException).code }),
    );
    const there = (await nodeDisk.list(root)).toSorted(byName);
    return { result, there, inMaps: await nodeDisk.list(join(root, 'maps')) };
  }
});

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : 1;
}

function withoutTime(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('mtimeMs' in value)) return value;
  return { ...value, mtimeMs: typeof value.mtimeMs };
}
