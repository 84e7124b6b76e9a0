import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tree } from '../../fixtures/content/content.ts';
import { type Call, disturbed } from '../../fixtures/faults/disturbed.ts';
import { writeTree } from '../../fixtures/games/write-game.ts';
import type { Outline } from '../../shared/domain/content.ts';
import type { Disk } from './disk.ts';
import { DiskGameFolder } from './disk-game-folder.ts';
import { nodeDisk } from './node-disk.ts';

const OLD: Tree = { 'version.ini': '20250101', 'ggoo.eti': 'old', 'maps/gone.bsp': 'gone' };
const NEW = { 'version.ini': '20250301', 'ggoo.eti': 'newer', 'maps/deep/a.bsp': 'a' };
const OUTLINE: Outline = {
  files: Object.entries(NEW).map(([path, text]) => ({ path, size: text.length })),
  emptyFolders: ['logs'],
};
const STAGED = '.lanspread-staging/files';
const SWITCH = '.lanspread-switch/files';

describe('D5: of what a power cut may undo', () => {
  let folder: string;
  let trace: readonly string[];

  // What was done, in order: `flushFile maps/a.bsp`, `move from -> to`; the game's folder is `.`.
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'lanspread-durable-')), 'ggoo');
    const staged = Object.entries(NEW).map(([path, text]) => [`${STAGED}/${path}`, text]);
    await writeTree(folder, { ...OLD, ...(Object.fromEntries(staged) as Tree) });
    const { port, calls } = disturbed<Disk>(nodeDisk);
    await new DiskGameFolder(port).switchToStaged(folder, OUTLINE);
    trace = calls.map(told);
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  it('S27: no byte of the new version is left to chance when it begins to win', () => {
    const wins = at('move .lanspread-staging -> .lanspread-switch');
    for (const path of Object.keys(NEW))
      expect(at(`flushFile ${STAGED}/${path}`)).toBeLessThan(wins);
    for (const path of ['', '/maps', '/maps/deep', '/logs']) {
      expect(at(`flushFolder ${STAGED}${path}`)).toBeLessThan(wins);
    }
    expect(at('flushFolder .lanspread-staging')).toBeLessThan(wins);
    expect(at('flushFolder ..')).toBeLessThan(wins);
    expect(last('flushFile')).toBeLessThan(wins);
  });

  it('S27: the old sentinel is gone for good before anything of the old version is touched', () => {
    const gone = at('flushFolder .', at('remove version.ini'));
    expect(at('remove maps/gone.bsp')).toBeGreaterThan(gone);
    expect(at(`move ${SWITCH}/ggoo.eti -> ggoo.eti`)).toBeGreaterThan(gone);
  });

  it('S27: the sentinel comes when all else is there for good, and is there for good itself', () => {
    const sentinel = at(`move ${SWITCH}/version.ini -> version.ini`);
    const lastMove = Math.max(
      at(`move ${SWITCH}/ggoo.eti -> ggoo.eti`),
      at(`move ${SWITCH}/maps/deep/a.bsp -> maps/deep/a.bsp`),
    );
    for (const path of ['.', 'maps', 'maps/deep', 'logs']) {
      const flushed = at(`flushFolder ${path}`, lastMove);
      expect(flushed).toBeLessThan(sentinel);
    }
    expect(at('flushFolder .', sentinel)).toBeLessThan(at('remove .lanspread-switch', sentinel));
  });

  // Where a step comes first, after another; a step that never comes fails the test.
  function at(step: string, after = -1): number {
    const index = trace.indexOf(step, after + 1);
    expect(index, `${step} after ${after} in\n${trace.join('\n')}`).toBeGreaterThan(-1);
    return index;
  }

  function last(method: string): number {
    return trace.findLastIndex((step) => step.startsWith(method));
  }

  function told({ method, args }: Call): string {
    const paths = args.filter((arg) => typeof arg === 'string').map(below);
    return `${method} ${paths.join(' -> ')}`;
  }

  function below(path: string): string {
    return relative(folder, path).replaceAll('\\', '/') || '.';
  }
});
