import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type TreeHashes, treeHashes } from '../fixtures/games/tree-hashes.ts';
import { migrate, migrations } from '../main/store/migrations.ts';
import { DATABASE_FILE } from '../main/store/open-store.ts';
import { openSqlite } from '../main/store/sqlite.ts';
import { aCopy, MIB } from './party/copies.ts';
import { rowOf } from './party/checks.ts';
import { type Peer, peerArguments, type PeerHome } from './party/peer.ts';
import { onFullDisk, onReadOnlyDisk } from './party/small-disk.ts';
import { useParty } from './party/party.ts';
import { longestIn, watchAnew, watched } from './party/watched.ts';

const PAGE_BYTES = 4096;
const LATE_MAX_MS = 250;
const SET_ASIDE = /set aside and a new one made; your games are untouched/;

describe('a state folder that is damaged', () => {
  const party = useParty();

  it.each<{ what: string; damage: (file: string) => Promise<unknown> }>([
    { what: 'garbage', damage: (file) => writeFile(file, 'no database '.repeat(1_000)) },
    { what: 'one page', damage: (file) => truncate(file, PAGE_BYTES) },
    {
      what: 'half of its pages',
      damage: async (file) =>
        truncate(file, Math.floor((await stat(file)).size / PAGE_BYTES / 2) * PAGE_BYTES),
    },
    {
      what: 'all but the last page',
      damage: async (file) => truncate(file, (await stat(file)).size - PAGE_BYTES),
    },
    {
      what: 'zeros in the place of a page',
      damage: async (file) =>
        writeFile(file, (await readFile(file)).fill(0, PAGE_BYTES, 2 * PAGE_BYTES)),
    },
    {
      what: 'a database of something else',
      damage: async (file) => {
        await rm(file);
        const other = openSqlite(file);
        other.exec('CREATE TABLE settings (colour TEXT); CREATE TABLE queue (x)');
        other.pragma(`user_version = ${migrations.length}`);
        other.close();
      },
    },
  ])(
    'S24: has $what for its database: told, replaced, and the games are as before',
    async ({ damage }) => {
      const { home, tree } = await aPlayedHome();
      await damage(join(home.stateDir, DATABASE_FILE));

      const again = await party.launch(home);

      expect(messagesOf(again)).toEqual([expect.stringMatching(SET_ASIDE)]);
      await expectAsBefore(again, tree);
      const names = await readdir(home.stateDir);
      expect(names.filter((name) => /^lanspread\.db\.corrupt-[^.]+$/.test(name))).toHaveLength(1);
      await again.shutdown();
      const third = await party.launch(home);
      expect(messagesOf(third)).toEqual([]);
      await expectAsBefore(third, tree);
    },
  );

  it('S24: has a folder for its database: told, and the session goes on from memory', async () => {
    const { home, tree } = await aPlayedHome();
    const file = join(home.stateDir, DATABASE_FILE);
    await rm(file);
    await mkdir(file);

    const again = await party.launch(home);

    expect(messagesOf(again)).toEqual([expect.stringMatching(/can't be read or written/)]);
    await expectAsBefore(again, tree);
    await expectUseful(again);
  });

  it('S24: has a log that was cut in two by a power cut: the games are as before', async () => {
    const { home, tree, peer } = await aPlayedHome({ isLeftRunning: true });
    await peer.kill();
    const log = join(home.stateDir, `${DATABASE_FILE}-wal`);
    await truncate(log, Math.floor((await stat(log)).size / 2) + 7);

    const again = await party.launch(home);

    await expectAsBefore(again, tree);
    await expectUseful(again);
  });

  it('S24: loses its database in mid-session: goes on, and so does the next start', async () => {
    const { home, tree, peer } = await aPlayedHome({ isLeftRunning: true });
    for (const suffix of ['', '-wal', '-shm']) {
      await rm(join(home.stateDir, DATABASE_FILE + suffix), { force: true });
    }

    await expectUseful(peer);
    await peer.shutdown();
    const again = await party.launch(home);

    await expectAsBefore(again, tree);
  });

  it('has a database of a newer version: refused in one line, and left as it was', async () => {
    const { home, tree } = await aPlayedHome();
    const file = join(home.stateDir, DATABASE_FILE);
    const db = openSqlite(file);
    db.pragma(`user_version = ${migrations.length + 1}`);
    db.close();
    const before = await readFile(file);

    await expectNoStart(home, /made by a newer version of Lanspread\. Update this one/);

    expect(await readFile(file)).toEqual(before);
    expect(await treeHashes(home.gamesDir)).toEqual(tree);
  });

  it.each(migrations.map((_step, steps) => steps))(
    'has a database of an older version, after %i of its steps: taken along, and nothing is told',
    async (steps) => {
      const { home, tree } = await aPlayedHome();
      const file = join(home.stateDir, DATABASE_FILE);
      await rm(file);
      const old = openSqlite(file);
      migrate(old, migrations.slice(0, steps));
      if (steps > 0) old.exec(`INSERT INTO settings VALUES ('probe', 'there')`);
      old.close();

      const again = await party.launch(home);

      expect(messagesOf(again)).toEqual([]);
      await expectAsBefore(again, tree);
      await again.shutdown();
      const migrated = openSqlite(file);
      expect(migrated.pragma('user_version', { simple: true })).toBe(migrations.length);
      const kept = migrated.prepare(`SELECT value FROM settings WHERE name = 'probe'`).pluck();
      expect(kept.get()).toBe(steps > 0 ? 'there' : undefined);
      migrated.close();
    },
  );

  it('has a damaged key: refused in one line that says which file, and left as it was', async () => {
    const { home, tree } = await aPlayedHome();
    const file = join(home.stateDir, 'identity.json');
    await truncate(file, 100);
    const before = await readFile(file);

    await expectNoStart(home, /identity\.json in the state folder, is damaged\. Restore the file/);

    expect(await readFile(file)).toEqual(before);
    expect(await treeHashes(home.gamesDir)).toEqual(tree);
  });

  it('has settings that are none: the defaults count, and nobody is told', async () => {
    const { home, tree } = await aPlayedHome();
    const db = openSqlite(join(home.stateDir, DATABASE_FILE));
    const put = db.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)');
    for (const name of ['window-settings', 'games-folder']) {
      put.run(name, '\u0000{"name": 7');
    }
    db.close();

    const again = await party.launch(home);

    expect(messagesOf(again)).toEqual([]);
    await expectAsBefore(again, tree);
  });

  it('can only be read: refused in one line, and the games are as before', async () => {
    const { home, tree } = await aPlayedHome();

    const program = party.program(['--cli', ...peerArguments(home)], onReadOnlyDisk(home.stateDir));

    expect(await program.endInput()).toEqual({ code: 1, signal: null });
    expect(program.lines).toEqual([]);
    expect(program.stderr).toMatch(/^lanspread: The state folder can't be made or written\. .+\n$/);
    expect(await treeHashes(home.gamesDir)).toEqual(tree);
  });

  it('S22: lies on a disk that is full at the start: told, and the session goes on', async () => {
    const { home, tree } = await aPlayedHome();

    const again = await party.launch(home, [], onFullDisk(home.stateDir, 2 * MIB));

    expect(messagesOf(again)).toEqual([expect.stringMatching(/nothing new is remembered/)]);
    await expectAsBefore(again, tree);
    await expectUseful(again);
  });

  it('is locked by another program in mid-session: told, and nothing is held up', async () => {
    const { home, tree, peer, report } = await aPlayedHome({ isLeftRunning: true });
    const holder = await party.start({
      name: 'holder',
      games: [aCopy({ id: 'bf1942', version: '20250101', sizes: [MIB] })],
    });
    await peer.run('connect', { address: holder.address });
    const db = openSqlite(join(home.stateDir, DATABASE_FILE));
    db.exec('BEGIN IMMEDIATE');
    watchAnew(peer.program);

    const tried = await peer.attempt('download', { game_id: 'bf1942' });
    for (let count = 0; count < 20; count += 1) await peer.run('set-name', { name: `n${count}` });
    await peer.run('rescan');

    expect(tried).toMatchObject({ ok: false, error: { code: 'io-error' } });
    expect(JSON.stringify(tried)).toContain('Another program holds');
    db.exec('ROLLBACK');
    db.close();
    await peer.run('download', { game_id: 'bf1942', install: false });
    expect(await peer.run('verify', { game_id: 'bf1942' })).toMatchObject({ ok: true });
    await peer.run('remove', { game_id: 'bf1942' });
    await expectAsBefore(peer, tree);
    await peer.shutdown();
    expect((await longestIn(report)).lateMs).toBeLessThan(LATE_MAX_MS);
  });

  it('is locked at the start: waits for some seconds, and starts once it is free', async () => {
    const { home, tree } = await aPlayedHome();
    const db = openSqlite(join(home.stateDir, DATABASE_FILE));
    db.exec('BEGIN EXCLUSIVE');

    const launched = party.launch(home);
    const early = await isReadyWithin(launched, 1_500);
    db.exec('ROLLBACK');
    db.close();

    expect(early).toBe(false);
    const again = await launched;
    expect(messagesOf(again)).toEqual([]);
    await expectAsBefore(again, tree);
  });

  it('stays locked at the start: refused in one line, and the games are as before', async () => {
    const { home, tree } = await aPlayedHome();
    const db = openSqlite(join(home.stateDir, DATABASE_FILE));
    db.exec('BEGIN EXCLUSIVE');

    await expectNoStart(home, /Another program holds Lanspread's database\. Close it/);

    db.close();
    expect(await treeHashes(home.gamesDir)).toEqual(tree);
  });

  /** The folders of a peer that has a game, hashed and known to its database, and what lies there. */
  async function aPlayedHome({ isLeftRunning = false } = {}) {
    const report = join(await party.folder(), 'loops.json');
    const peer = await party.start({
      name: 'alpha',
      games: ['alpha/ggoo'],
      runtime: watched(report),
    });
    await peer.run('manifest', { game_id: 'ggoo' });
    await peer.run('install', { game_id: 'ggoo' });
    const { home } = peer;
    const tree = await treeHashes(home.gamesDir);
    if (!isLeftRunning) await peer.shutdown();
    return { home, tree, peer, report };
  }

  async function expectAsBefore(peer: Peer, tree: TreeHashes): Promise<void> {
    expect(await rowOf(peer, 'ggoo')).toMatchObject({
      ...{ downloaded: true, installed: true, availability: 'Ready' },
    });
    expect(await treeHashes(peer.home.gamesDir)).toEqual(tree);
    expect(await peer.run('verify', { game_id: 'ggoo' })).toMatchObject({ ok: true });
  }

  /** Fetches a game and gives it away again, with whatever it can still remember. */
  async function expectUseful(peer: Peer): Promise<void> {
    const holder = await party.start({
      name: 'holder',
      games: [aCopy({ id: 'bf1942', version: '20250101', sizes: [MIB] })],
    });
    await peer.run('connect', { address: holder.address });
    const tried = await peer.attempt('download', { game_id: 'bf1942' });
    if (!tried.ok) expect(['no-space', 'io-error']).toContain(tried.error.code);
    await peer.attempt('remove', { game_id: 'bf1942' });
    expect(await peer.attempt('status')).toMatchObject({ ok: true });
  }

  async function expectNoStart(home: PeerHome, says: RegExp): Promise<void> {
    const program = party.program(['--cli', ...peerArguments(home)]);
    expect(await program.endInput()).toEqual({ code: 1, signal: null });
    expect(program.lines).toEqual([]);
    expect(program.stderr).toMatch(/^lanspread: [^\n]+\n$/);
    expect(program.stderr).toMatch(says);
  }
});

function messagesOf(peer: Peer): readonly string[] {
  return peer.eventsOf('diagnostic').map(({ message }) => message);
}

async function isReadyWithin(launched: Promise<Peer>, limitMs: number): Promise<boolean> {
  const limit = new Promise<false>((resolve) => {
    setTimeout(() => {
      resolve(false);
    }, limitMs);
  });
  return Promise.race([launched.then(() => true), limit]);
}
