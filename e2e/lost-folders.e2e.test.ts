import { execFile } from 'node:child_process';
import { access, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type TreeHashes, treeHashes } from '../fixtures/games/tree-hashes.ts';
import { writeGame } from '../fixtures/games/write-game.ts';
import { expectSameCopy, midDownload, rowOf } from './party/checks.ts';
import { aCopy, MIB, SIX_BLOCKS, SLOWLY } from './party/copies.ts';
import { useParty } from './party/party.ts';
import { type Peer } from './party/peer.ts';
import { type Runtime } from './party/program.ts';
import { onPluggedDisk, plugIn, seenFromOutside, unplug } from './party/small-disk.ts';

const run = promisify(execFile);
const DISK_BYTES = 200 * MIB;
const GGOO = { game_id: 'ggoo' };
const BF1942 = { game_id: 'bf1942', install: false };

describe('a folder that is lost in mid-session', () => {
  const party = useParty();
  let frozen: string | undefined;
  let tree: TreeHashes = {};

  afterEach(async () => {
    if (frozen !== undefined) await thaw(frozen);
  });

  it('S22: a state folder that can no longer be written is told of once, and the session goes on', async () => {
    const holder = await aHolder();
    const peer = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    await peer.run('install', { game_id: 'ggoo' });
    const before = await treeHashes(peer.folder('ggoo'));
    await peer.run('connect', { address: holder.address });

    await freeze(peer.home.stateDir);
    const tried = await peer.attempt('download', BF1942);
    await peer.run('set-name', { name: 'renamed' });
    await peer.run('rescan');

    expect(tried).toMatchObject({ ok: false, error: { code: 'io-error' } });
    expect(messagesOf(peer)).toEqual([expect.stringMatching(/nothing new is remembered/)]);
    expect(await peer.run('verify', { game_id: 'ggoo' })).toMatchObject({ ok: true });
    expect(await treeHashes(peer.folder('ggoo'))).toEqual(before);

    await thaw(peer.home.stateDir);
    await peer.run('download', BF1942);
    await expectSameCopy('bf1942', holder, peer);
    await peer.shutdown();
    const again = await party.launch(peer.home);
    expect(messagesOf(again)).toEqual([]);
    expect(await rowOf(again, 'ggoo')).toMatchObject({ downloaded: true, installed: true });
  });

  it('D7: a games folder that is moved away is told of and not forgotten, and nothing is put in its place', async () => {
    const { home, peer, holder, downloading } = await midSession();

    await rename(home.gamesDir, `${home.gamesDir}.away`);

    for (const tried of [await downloading, await peer.attempt('download', BF1942)]) {
      expect(tried).toMatchObject({ ok: false, error: { code: 'io-error' } });
    }
    expect(await peer.attempt('rescan')).toMatchObject({
      error: { message: expect.stringMatching(/it is not there\. Connect its drive/) as string },
    });
    expect(await rowOf(peer, 'ggoo')).toMatchObject({ downloaded: true, installed: true });
    await expect(access(home.gamesDir)).rejects.toThrow('ENOENT');

    await rename(`${home.gamesDir}.away`, home.gamesDir);
    await expectBack(peer, holder, home.gamesDir);
  });

  it('D7: a games folder whose disk is unplugged is there again with its disk', async () => {
    const { peer, home, holder, downloading } = await midSession((gamesDir) =>
      onPluggedDisk(gamesDir, DISK_BYTES),
    );

    await unplug(peer, home.gamesDir);

    expect(await downloading).toMatchObject({ ok: false, error: { code: 'io-error' } });
    await peer.run('rescan');

    await plugIn(peer, home.gamesDir);
    await expectBack(peer, holder, seenFromOutside(peer).gamesDir);
  });

  it('D7, S23: an archive whose disk is unplugged in mid-install fails, and is whole with its disk', async () => {
    const packed = Array.from({ length: 8_000 }, (_, index) => [`maps/${index}.txt`, `${index}\n`]);
    const archive = Object.fromEntries(packed) as Record<string, string>;
    const home = await party.home('alpha');
    await writeGame(home.gamesDir, { id: 'ggoo', version: '20250101', archive });
    const peer = await party.launch(home, [], onPluggedDisk(home.gamesDir, DISK_BYTES));
    const { gamesDir } = seenFromOutside(peer);
    const before = await treeHashes(gamesDir);
    const installing = peer.attempt('install', GGOO);
    await peer.waitFor('install-progress');

    await unplug(peer, home.gamesDir);

    expect(await installing).toMatchObject({ ok: false, error: { code: 'io-error' } });
    await plugIn(peer, home.gamesDir);
    await peer.run('rescan');
    expect(await rowOf(peer, 'ggoo')).toMatchObject({ downloaded: true, installed: false });
    await peer.run('install', GGOO);
    await peer.run('uninstall', GGOO);
    expect(await treeHashes(gamesDir)).toEqual(before);
  });

  /** A peer that has a game and downloads another one. */
  async function midSession(runtimeOn?: (gamesDir: string) => Runtime) {
    const holder = await aHolder();
    const first = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    await first.run('install', { game_id: 'ggoo' });
    await first.shutdown();
    const { home } = first;
    tree = await treeHashes(first.folder('ggoo'));
    const peer = await party.launch(home, SLOWLY, runtimeOn?.(home.gamesDir));
    await peer.run('connect', { address: holder.address });
    const downloading = peer.attempt('download', BF1942);
    await midDownload(peer);
    return { home, peer, holder, downloading };
  }

  /** All is as before, and the download goes on. */
  async function expectBack(peer: Peer, holder: Peer, gamesDir: string): Promise<void> {
    await peer.run('rescan');
    expect(await rowOf(peer, 'ggoo')).toMatchObject({ downloaded: true, installed: true });
    expect(await peer.run('verify', { game_id: 'ggoo' })).toMatchObject({ ok: true });
    expect(await treeHashes(join(gamesDir, 'ggoo'))).toEqual(tree);
    await peer.run('download', BF1942);
    await expectSameCopy('bf1942', holder, { folder: (gameId) => join(gamesDir, gameId) });
  }

  function aHolder(): Promise<Peer> {
    const game = aCopy({ id: 'bf1942', version: '20250101', sizes: SIX_BLOCKS.slice(3) });
    return party.start({ name: 'holder', games: [game] });
  }

  /** From now on whoever writes into a folder, also into a file that is open, is refused. */
  async function freeze(folder: string): Promise<void> {
    frozen = folder;
    await run('chattr', ['-R', '+i', folder]);
  }

  async function thaw(folder: string): Promise<void> {
    frozen = undefined;
    await run('chattr', ['-R', '-i', folder]);
  }
});

function messagesOf(peer: Peer): readonly string[] {
  return peer.eventsOf('diagnostic').map(({ message }) => message);
}
