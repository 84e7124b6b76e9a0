import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { linkTo, pipe, place, type Thing } from '../../fixtures/games/place.ts';
import { WorkerLibrary } from './worker-library.ts';

const never = new AbortController().signal;
const library = new WorkerLibrary();

let root: string;
beforeAll(() => library.start());
afterAll(() => library.stop());
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lanspread-measure-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

async function sizeOf(things: Readonly<Record<string, Thing>>): Promise<number> {
  place(root, things);
  return library.measureFolder(join(root, 'local'), never);
}

describe('how much a folder takes', () => {
  it('is what all its files take, in any depth', async () => {
    const size = await sizeOf({
      'local/game.exe': 'x'.repeat(1000),
      'local/maps/a/b/c.map': 'x'.repeat(200),
      'local/empty.txt': '',
      'beside.txt': 'not in it',
    });
    expect(size).toBe(1200);
  });

  it('leaves out where links lead, and whatever is no file', async () => {
    const size = await sizeOf({
      'big.bin': 'x'.repeat(5000),
      'elsewhere/big.bin': 'x'.repeat(5000),
      'local/a.txt': 'abc',
      'local/file': linkTo('../big.bin'),
      'local/folder': linkTo('../elsewhere'),
      'local/loop': linkTo('.'),
      'local/pipe': pipe,
    });
    expect(size).toBe(3);
  });

  it('is nothing where there is no folder, or only a link to one', async () => {
    expect(await sizeOf({})).toBe(0);
    expect(await sizeOf({ 'elsewhere/a.txt': 'abc', local: linkTo('elsewhere') })).toBe(0);
  });

  it('is given up when nobody wants it any more', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`local/${index % 30}/${index}`, 'x']),
    );
    place(root, files);
    const stop = AbortSignal.abort(new Error('not wanted'));
    await expect(library.measureFolder(join(root, 'local'), stop)).rejects.toThrow();
  });
});
