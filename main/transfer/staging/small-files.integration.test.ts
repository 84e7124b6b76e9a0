import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAllSmall, type WholeFile } from './small-files.ts';
import { StagedFolder } from './staged-folder.ts';

// More than are open at a time.
const MANY = 600;

describe('small files in the staging folder', () => {
  let folder: string;
  let staging: StagedFolder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lanspread-small-'));
    staging = new StagedFolder(folder, 'ggoo');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are all made, each with its own bytes, and folders once for all of them', async () => {
    const files = Array.from({ length: MANY }, (_, at) => fileAt(`a${at % 7}/b/${at}.dat`, at));
    expect(await createAllSmall(staging, files)).toEqual([]);
    for (const { file, bytes } of files) {
      expect(readFileSync(join(folder, file.path))).toEqual(Buffer.from(bytes));
    }
  });

  it('W13: are never written where something is already, be it a link', async () => {
    const outside = join(folder, 'outside');
    writeFileSync(outside, 'mine');
    writeFileSync(join(folder, 'there'), 'before');
    symlinkSync(outside, join(folder, 'link'));
    const files = [fileAt('there', 1), fileAt('link', 2), fileAt('new', 3)];
    const taken = await createAllSmall(staging, files);
    expect(taken.map(({ file }) => file.path)).toEqual(['there', 'link']);
    expect(readFileSync(outside, 'utf8')).toBe('mine');
    expect(readFileSync(join(folder, 'new'), 'utf8')).toBe('bytes of 3');
  });

  it('W13: are not made below a file or a link in the place of their folder', async () => {
    writeFileSync(join(folder, 'part'), '');
    symlinkSync(tmpdir(), join(folder, 'elsewhere'));
    for (const path of ['part/a', 'elsewhere/a']) {
      const failing = createAllSmall(staging, [fileAt(path, 1)]);
      await expect(failing).rejects.toMatchObject({ code: 'io-error' });
    }
  });
});

function fileAt(path: string, number: number): WholeFile {
  const bytes = Buffer.from(`bytes of ${number}`);
  return { file: { path, size: bytes.byteLength }, bytes };
}
