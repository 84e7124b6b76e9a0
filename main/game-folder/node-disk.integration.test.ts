import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededBytes } from '../../fixtures/content/seeded.ts';
import { duplicate } from './duplicate.ts';
import { freeBytes } from './free-space.ts';
import { nodeDisk } from './node-disk.ts';

describe('the disk', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lanspread-disk-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('S27: copies a save with its time where it knows no hard links', async () => {
    await writeFile(at('save'), 'mine');
    await utimes(at('save'), 1000, 1000);
    await duplicate(at('save'), at('copy'), () => Promise.reject(new Error('no links on FAT')));
    expect(await readFile(at('copy'), 'utf8')).toBe('mine');
    expect((await stat(at('copy'))).mtimeMs).toBe(1_000_000);
    expect((await stat(at('copy'))).ino).not.toBe((await stat(at('save'))).ino);
  });

  it('never duplicates over a file that is there', async () => {
    await writeFile(at('save'), 'mine');
    await writeFile(at('other'), 'there');
    await expect(nodeDisk.duplicate(at('save'), at('other'))).rejects.toThrow();
    expect(await readFile(at('other'), 'utf8')).toBe('there');
  });

  it('tells files apart by any byte', async () => {
    const bytes = seededBytes('x', 2_500_000);
    await writeFile(at('a'), bytes);
    await writeFile(at('b'), bytes);
    expect(await nodeDisk.haveSameBytes(at('a'), at('b'))).toBe(true);
    bytes[2_499_999] = 255 ^ (bytes[2_499_999] ?? 0);
    await writeFile(at('b'), bytes);
    expect(await nodeDisk.haveSameBytes(at('a'), at('b'))).toBe(false);
    await writeFile(at('b'), bytes.subarray(0, 2_499_999));
    expect(await nodeDisk.haveSameBytes(at('a'), at('b'))).toBe(false);
  });

  it('S22: tells its free space, and fails clearly where it is not there', async () => {
    expect(await freeBytes(root)).toBeGreaterThan(0);
    await expect(freeBytes(at('unplugged'))).rejects.toMatchObject({
      code: 'io-error',
      message: expect.not.stringContaining(root) as string,
    });
  });

  function at(name: string): string {
    return join(root, name);
  }
});
