import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Failure } from '../../shared/errors.ts';
import { DATABASE_FILE, openStore, openStoreWhenFree } from './open-store.ts';
import { BUSY_TIMEOUT_MS, openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';

const PAGE_BYTES = 4096;
const LOOP_MAX_MS = 250;
const ggoo = 'ggoo' as GameId;

describe('a state folder whose database', () => {
  let folder: string;
  let file: string;
  let problems: Failure[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lanspread-store-'));
    file = join(folder, DATABASE_FILE);
    problems = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each(['is missing', 'has zero bytes'])(
    '%s gets a new one, and nobody is told',
    async (how) => {
      if (how !== 'is missing') await writeFile(file, '');
      expect(remembers(open())).toBe(true);
      expect(problems).toEqual([]);
    },
  );

  it('S24: lives through a kill: what was written is there again', async () => {
    const store = open();
    store.settings.put('name', 'alpha');
    const copy = await mkdtemp(join(folder, 'as-killed-'));
    for (const suffix of ['', '-wal', '-shm']) {
      await writeFile(join(copy, DATABASE_FILE + suffix), await readFile(file + suffix));
    }
    store.close();
    const after = openStore(copy, { onProblem });
    expect(after.settings.find('name')).toBe('alpha');
    after.close();
    expect(problems).toEqual([]);
  });

  it.each(['garbage', 'truncated', 'zeroed page', 'table missing'])(
    'is damaged (%s) has it set aside, gets a new one, and is told',
    async (damage) => {
      fill();
      const bytes = await readFile(file);
      if (damage === 'garbage') await writeFile(file, 'no database '.repeat(1000));
      if (damage === 'truncated') await writeFile(file, bytes.subarray(0, bytes.length / 2));
      if (damage === 'zeroed page')
        await writeFile(file, bytes.fill(0, PAGE_BYTES, 2 * PAGE_BYTES));
      if (damage === 'table missing') dropTable('journal_runs');
      const damaged = await readFile(file);

      expect(remembers(open())).toBe(true);
      expect(problems).toEqual([
        { code: 'io-error', message: expect.stringContaining('set aside') as string },
      ]);
      const aside = (await readdir(folder)).filter((name) => name.includes('.corrupt-'));
      expect(aside).toHaveLength(1);
      expect(await readFile(join(folder, aside[0] ?? ''))).toHaveLength(damaged.length);
    },
  );

  it('is cut off at any page is usable after the start', async () => {
    fill();
    const bytes = await readFile(file);
    for (let length = 0; length < bytes.length; length += PAGE_BYTES) {
      await writeFile(file, bytes.subarray(0, length));
      expect(remembers(open())).toBe(true);
    }
  });

  it('has any byte of its header, or some in its pages, changed is usable after the start', async () => {
    fill();
    const bytes = await readFile(file);
    for (let at = 0; at < bytes.length; at += at < 108 ? 1 : 331) {
      const flipped = Buffer.from(bytes);
      flipped[at] = 0xff ^ (flipped[at] ?? 0);
      await writeFile(file, flipped);
      expect([at, remembersOrRefuses()]).not.toEqual([at, false]);
    }
  });

  it.each(['-wal', '-shm'])(
    'has a %s that is not its own is usable after the start',
    async (part) => {
      fill();
      await writeFile(file + part, 'junk'.repeat(20_000));
      expect(remembers(open())).toBe(true);
    },
  );

  it('has the log of another database is usable after the start', async () => {
    fill();
    const other = openSqlite(join(folder, 'other.db'));
    other.pragma('journal_mode = WAL');
    other.exec(`CREATE TABLE other (x); INSERT INTO other VALUES (zeroblob(50000))`);
    const log = await readFile(join(folder, 'other.db-wal'));
    other.close();
    await writeFile(`${file}-wal`, log);
    expect(remembers(open())).toBe(true);
  });

  it('was made by a newer version is refused and left as it was', async () => {
    fill();
    const db = openSqlite(file);
    db.pragma('user_version = 999');
    db.close();
    const before = await readFile(file);
    expect(open).toThrow(/made by a newer version/);
    expect(await readFile(file)).toEqual(before);
  });

  it('is locked by another program is refused within the time that a window may freeze', () => {
    const holder = openSqlite(file);
    holder.exec('BEGIN EXCLUSIVE');
    const start = performance.now();
    expect(open).toThrow(/Another program holds/);
    expect(performance.now() - start).toBeLessThan(BUSY_TIMEOUT_MS * 3);
    holder.close();
  });

  it('is locked in mid-session goes on, tells once, and is waited for once', () => {
    const store = open();
    const holder = openSqlite(file);
    holder.exec('BEGIN IMMEDIATE');
    const startMs = performance.now();
    for (let count = 0; count < 50; count += 1) {
      store.settings.put('name', 'lost');
      expect(store.settings.find('name')).toBeUndefined();
    }
    // As a window would feel it, were all of that one turn of the loop.
    expect(performance.now() - startMs).toBeLessThan(LOOP_MAX_MS);
    holder.close();
    expect(problems).toHaveLength(1);
    expect(remembers(store)).toBe(true);
  });

  it('is locked for a moment at the start is waited for, and nothing is held up', async () => {
    const holder = openSqlite(file);
    holder.exec('BEGIN EXCLUSIVE');
    let turns = 0;
    const turning = setInterval(() => {
      turns += 1;
      if (turns === 10) holder.close();
    }, 20);
    const store = await openStoreWhenFree(folder, { onProblem });
    clearInterval(turning);
    expect(turns).toBeGreaterThanOrEqual(10);
    expect(remembers(store)).toBe(true);
    expect(problems).toEqual([]);
  });

  it('stays locked is refused in the end', async () => {
    const holder = openSqlite(file);
    holder.exec('BEGIN EXCLUSIVE');
    const opened = openStoreWhenFree(folder, { onProblem, patienceMs: 300 });
    await expect(opened).rejects.toThrow(/Another program holds/);
    holder.close();
  });

  it('has no place on disk goes on from memory, and is told', async () => {
    await mkdir(file);
    expect(remembers(open())).toBe(true);
    expect(remembers(openStore(join(folder, 'missing'), { onProblem }))).toBe(true);
    expect(problems.map(({ code }) => code)).toEqual(['io-error', 'io-error']);
  });

  function open(): Store {
    return openStore(folder, { onProblem });
  }

  function onProblem(problem: Failure): void {
    problems.push(problem);
  }

  function fill(): void {
    const store = open();
    for (let number = 0; number < 200; number += 1) {
      store.settings.put(`setting ${number}`, 'x'.repeat(100));
    }
    store.blockHashes.replace(ggoo, [
      { path: 'a', size: 1, mtimeMs: 1, inode: 1, blockHashes: new Uint8Array(32) },
    ]);
    store.close();
  }

  function dropTable(name: string): void {
    const db = openSqlite(file);
    db.exec(`DROP TABLE ${name}`);
    db.close();
  }

  function remembersOrRefuses(): boolean | 'refused' {
    try {
      return remembers(open());
    } catch (error) {
      expect(String(error)).toMatch(/made by a newer version/);
      return 'refused';
    }
  }
});

// Whether a store can be written and read; closes it.
function remembers(store: Store): boolean {
  store.settings.put('probe', 'there');
  const isThere = store.settings.find('probe') === 'there';
  store.close();
  return isThere;
}
