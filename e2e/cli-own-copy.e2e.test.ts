import { appendFile, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileSha256, treeHashes } from '../fixtures/games/tree-hashes.ts';
import { aCopy, MIB, SIX_BLOCKS, SLOWLY } from './party/copies.ts';
import { expectSameCopy, foldersOf, rowOf } from './party/checks.ts';
import { useParty } from './party/party.ts';

const COPY = aCopy({ version: '20250101', sizes: [MIB, 5 * MIB] });

describe('own copy', () => {
  const party = useParty();

  it('manifest tells size and SHA-256 of every file', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/bf1942'] });

    const { files, ...rest } = await alpha.run('manifest', { game_id: 'bf1942' });

    expect(rest).toEqual({ game_id: 'bf1942', version: '20250101' });
    const folder = alpha.folder('bf1942');
    const tree = Object.entries(await treeHashes(folder)).filter(([, hash]) => hash !== 'folder');
    expect(Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256]))).toEqual(
      Object.fromEntries(tree),
    );
    for (const { path, size } of files) {
      expect(size, path).toBe((await readFile(join(folder, path))).length);
    }
  });

  it('verify finds a sound copy sound', async () => {
    const alpha = await party.start({ name: 'alpha', games: [COPY] });

    const { ok, files } = await alpha.run('verify', { game_id: 'ggoo' });

    expect(ok).toBe(true);
    expect(files.map(({ path, state }) => [path, state])).toEqual([
      ['data-1.bin', 'ok'],
      ['data-2.bin', 'ok'],
      ['ggoo.eti', 'ok'],
      ['notes.txt', 'ok'],
      ['version.ini', 'ok'],
    ]);
    const data = files.find(({ path }) => path === 'data-2.bin');
    expect(data?.sha256).toBe(await fileSha256(join(alpha.folder('ggoo'), 'data-2.bin')));
    expect(await rowOf(alpha, 'ggoo')).toMatchObject({ availability: 'Ready', hashed: true });
  });

  it('verify names what is changed, missing or extra, and that copy is offered no more', async () => {
    const alpha = await party.start({ name: 'alpha', games: [COPY] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });
    await alpha.run('verify', { game_id: 'ggoo' });
    const folder = alpha.folder('ggoo');
    await appendFile(join(folder, 'data-1.bin'), 'x');
    await rm(join(folder, 'notes.txt'));
    await writeFile(join(folder, 'new.txt'), 'new');

    const { ok, files } = await alpha.run('verify', { game_id: 'ggoo' });

    expect(ok).toBe(false);
    const states = Object.fromEntries(files.map(({ path, state }) => [path, state]));
    expect(states).toEqual({
      'data-1.bin': 'changed',
      'data-2.bin': 'ok',
      'ggoo.eti': 'ok',
      'new.txt': 'extra',
      'notes.txt': 'missing',
      'version.ini': 'ok',
    });
    await client.waitForLast('remote-library-changed', ({ games }) => games.length === 0);
    expect(await rowOf(client, 'ggoo')).toMatchObject({ peer_count: 0 });
    expect(await rowOf(alpha, 'ggoo')).toMatchObject({ availability: 'Ready', damaged: true });
  });

  it('a damaged copy is put right by downloading it again', async () => {
    const [alpha, bravo] = [
      await party.start({ name: 'alpha', games: [COPY] }),
      await party.start({ name: 'bravo', games: [COPY] }),
    ];
    const sound = await treeHashes(alpha.folder('ggoo'));
    await bravo.run('verify', { game_id: 'ggoo' });
    await writeFile(join(bravo.folder('ggoo'), 'notes.txt'), 'scribble');
    await bravo.run('verify', { game_id: 'ggoo' });
    await bravo.run('connect', { address: alpha.address });

    await bravo.run('download', { game_id: 'ggoo', install: false });

    expect(await treeHashes(bravo.folder('ggoo'))).toEqual(sound);
    expect(await rowOf(bravo, 'ggoo')).toMatchObject({ damaged: false });
    expect(await bravo.run('verify', { game_id: 'ggoo' })).toMatchObject({ ok: true });
  });

  it('S13: a repair fetches the broken blocks alone, also after a restart', async () => {
    const copy = aCopy({ version: '20250101', sizes: [MIB, 13 * MIB] });
    const alpha = await party.start({ name: 'alpha', games: [copy] });
    const broken = await party.start({ name: 'bravo' });
    await broken.run('connect', { address: alpha.address });
    await broken.run('download', { game_id: 'ggoo' });
    const file = await open(join(broken.folder('ggoo'), 'data-2.bin'), 'r+');
    await file.write('wrong', 5 * MIB);
    await file.close();
    await rm(join(broken.folder('ggoo'), 'notes.txt'));
    await writeFile(join(broken.folder('ggoo'), 'mine.txt'), 'mine');
    await broken.run('shutdown');

    const bravo = await party.launch(broken.home);
    await bravo.run('connect', { address: alpha.address });
    const { files } = await bravo.run('verify', { game_id: 'ggoo' });
    const wrong = files.filter(({ state }) => state !== 'ok');
    expect(wrong.map(({ path, state }) => [path, state])).toEqual([
      ['data-2.bin', 'changed'],
      ['mine.txt', 'extra'],
      ['notes.txt', 'missing'],
    ]);
    expect(bravo.eventsOf('verify-progress').at(-1)).toMatchObject({ game_id: 'ggoo' });
    const untouched = await stat(join(bravo.folder('ggoo'), 'data-1.bin'));
    const { bytes } = await bravo.run('download', { game_id: 'ggoo' });

    const notes = await stat(join(alpha.folder('ggoo'), 'notes.txt'));
    expect(bytes).toBe(4 * MIB + notes.size);
    const { ino, mtimeMs } = await stat(join(bravo.folder('ggoo'), 'data-1.bin'));
    expect({ ino, mtimeMs }).toEqual({ ino: untouched.ino, mtimeMs: untouched.mtimeMs });
    expect(await bravo.run('verify', { game_id: 'ggoo' })).toMatchObject({ ok: true });
    const aside = join(bravo.folder('ggoo'), '.lanspread-yours');
    expect((await stat(join(aside, '1', 'mine.txt'))).isFile()).toBe(true);
    await rm(aside, { recursive: true });
    expect(JSON.stringify(bravo.eventsOf('diagnostic'))).toContain('.lanspread-yours/1/mine.txt');
    await expectSameCopy('ggoo', alpha, bravo);
  });

  it('remove deletes the download and the install', async () => {
    const alpha = await party.start({ name: 'alpha', games: [COPY, 'bravo/cnctw'] });
    await alpha.run('install', { game_id: 'ggoo' });

    await alpha.run('remove', { game_id: 'ggoo' });

    expect(await foldersOf(alpha)).toEqual(['cnctw']);
    expect(await rowOf(alpha, 'ggoo')).toMatchObject({
      downloaded: false,
      installed: false,
      availability: 'Absent',
      local_version: null,
    });
    await expect(alpha.run('remove', { game_id: 'ggoo' })).rejects.toMatchObject({
      code: 'not-downloaded',
    });
  });

  it('remove with keep_install leaves what is played, which is not served', async () => {
    const alpha = await party.start({ name: 'alpha', games: [COPY] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });
    await alpha.run('install', { game_id: 'ggoo' });

    await alpha.run('remove', { game_id: 'ggoo', keep_install: true });

    expect(await rowOf(alpha, 'ggoo')).toMatchObject({
      downloaded: false,
      installed: true,
      availability: 'LocalOnly',
      local_version: null,
    });
    await client.waitForLast('remote-library-changed', ({ games }) => games.length === 0);
    expect(await readdir(alpha.folder('ggoo'))).toEqual(['local']);
    expect(await readdir(join(alpha.folder('ggoo'), 'local'))).toEqual(['fixture-payload.txt']);
    expect(await rowOf(client, 'ggoo')).toMatchObject({ peer_count: 0 });
    await expect(alpha.run('manifest', { game_id: 'ggoo' })).rejects.toMatchObject({
      code: 'not-downloaded',
    });
  });

  it('set-game-dir goes over to another folder, and back', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const bravo = await party.start({ name: 'bravo', games: ['bravo'] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });
    await bravo.shutdown();

    expect(await alpha.run('set-game-dir', { path: bravo.home.gamesDir })).toEqual({ games: 4 });

    expect(await alpha.run('status')).toMatchObject({ games_dir: bravo.home.gamesDir });
    const { games } = await alpha.run('list-games');
    expect(games.map(({ id }) => id).sort()).toEqual(['bfbc2', 'cnc4', 'cnctw', 'ggoo']);
    await client.waitFor('remote-library-changed', (change) => change.games.length === 4);
    await client.run('download', { game_id: 'bfbc2', install: false });
    expect(await alpha.run('set-game-dir', { path: alpha.home.gamesDir })).toEqual({ games: 1 });
  });

  it('set-game-dir is refused while a game is worked on', async () => {
    const alpha = await party.start({
      name: 'alpha',
      games: [aCopy({ version: '20250101', sizes: SIX_BLOCKS })],
    });
    const client = await party.start({ name: 'client', flags: SLOWLY });
    await client.run('connect', { address: alpha.address });
    const download = client.attempt('download', { game_id: 'ggoo' });
    await client.waitFor('download-begin');

    const path = join(await party.folder(), 'elsewhere');
    await expect(client.run('set-game-dir', { path })).rejects.toMatchObject({
      code: 'operation-active',
    });

    await client.run('cancel', { game_id: 'ggoo' });
    expect(await download).toMatchObject({ ok: false });
  });
});
