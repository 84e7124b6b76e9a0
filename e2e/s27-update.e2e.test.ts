import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeTree } from '../fixtures/games/write-game.ts';
import { aCopy, MIB, SIX_BLOCKS, SLOWLY } from './party/copies.ts';
import { contentOf, expectSameCopy, midDownload, rowOf } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const OLD = aCopy({ version: '20250101', sizes: [1000, 2000, 3000, MIB, MIB, 5000, 7000] });
const NEW = aCopy({ version: '20250301', sizes: SIX_BLOCKS });

describe('update', () => {
  const party = useParty();

  it('S27: the row shows both versions before, and the new one after', async () => {
    const { client, holder } = await withOldInstalled();
    expect(await rowOf(client, 'ggoo')).toMatchObject({
      downloaded: true,
      installed: true,
      availability: 'Ready',
      local_version: '20250101',
      eti_game_version: '20250301',
      peer_count: 1,
    });

    await client.run('download', { game_id: 'ggoo' });

    expect(await rowOf(client, 'ggoo')).toMatchObject({
      installed: true,
      local_version: '20250301',
      eti_game_version: '20250301',
    });
    await expectSameCopy('ggoo', holder, client);
    expect(Object.keys(await contentOf(client, 'ggoo'))).not.toContain('data-7.bin');
    expect(await payload(client)).toBe('ggoo 20250301\n');
  });

  it('S27: the installed old copy stays playable until the switch', async () => {
    const { client } = await withOldInstalled(SLOWLY);
    const before = await client.run('manifest', { game_id: 'ggoo' });

    const update = client.attempt('download', { game_id: 'ggoo' });
    await midDownload(client);

    expect(await rowOf(client, 'ggoo')).toMatchObject({
      installed: true,
      availability: 'Downloading',
      local_version: '20250101',
    });
    expect(await payload(client)).toBe('ggoo 20250101\n');
    expect(await client.run('manifest', { game_id: 'ggoo' })).toEqual(before);
    expect(client.eventsOf('download-finished')).toEqual([]);
    expect(await update).toMatchObject({ ok: true });
    expect(await payload(client)).toBe('ggoo 20250301\n');
  });

  it('S27: without install it replaces the download alone', async () => {
    const { client, holder } = await withOldInstalled();

    await client.run('download', { game_id: 'ggoo', install: false });

    await expectSameCopy('ggoo', holder, client);
    expect(await rowOf(client, 'ggoo')).toMatchObject({ installed: true });
    expect(await payload(client)).toBe('ggoo 20250101\n');
  });

  it("S27: the player's own files in the install are kept", async () => {
    const { client } = await withOldInstalled();
    const local = join(client.folder('ggoo'), 'local');
    await writeTree(local, { 'saves/one.sav': 'level 7' });

    await client.run('download', { game_id: 'ggoo' });

    expect(await payload(client)).toBe('ggoo 20250301\n');
    expect(await readFile(join(local, 'saves', 'one.sav'), 'utf8')).toBe('level 7');
  });

  it("S27: the player's own files beside the archives are put aside, and told", async () => {
    const old = await party.start({ name: 'old', games: [OLD] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: old.address });
    await client.run('download', { game_id: 'ggoo', install: false });
    await old.shutdown();
    const own = { 'mine.txt': 'mine', 'mods/mine.pak': 'a mod', 'server.cfg': 'my settings' };
    await writeTree(client.folder('ggoo'), own);
    const fresh = { ...NEW, files: { ...NEW.files, 'server.cfg': 'default' } };
    const holder = await party.start({ name: 'holder', games: [fresh] });
    await client.run('connect', { address: holder.address });

    await client.run('download', { game_id: 'ggoo', install: false });

    const aside = join(client.folder('ggoo'), '.lanspread-yours');
    for (const [path, text] of Object.entries(own)) {
      expect(await readFile(join(aside, '1', path), 'utf8')).toBe(text);
    }
    await rm(aside, { recursive: true });
    const told = client.eventsOf('diagnostic').map(({ message }) => message);
    expect(told.filter((message) => message.includes('.lanspread-yours/1/mine.txt'))).toHaveLength(
      1,
    );
    await expectSameCopy('ggoo', holder, client);
  });

  it('S27: the newest copy is fetched once, and an older one never', async () => {
    const { client, holder } = await withOldInstalled();
    await client.run('download', { game_id: 'ggoo' });

    expect(await client.run('download', { game_id: 'ggoo' })).toMatchObject({
      version: '20250301',
      bytes: 0,
      sources: [],
    });
    await holder.run('download', { game_id: 'ggoo', install: false });
    expect(client.eventsOf('download-begin')).toHaveLength(1);
    expect(holder.eventsOf('download-begin')).toEqual([]);
  });

  async function withOldInstalled(
    flags: readonly string[] = [],
  ): Promise<{ client: Peer; holder: Peer }> {
    const holder = await party.start({ name: 'holder', games: [NEW] });
    const client = await party.start({ name: 'client', games: [OLD], flags });
    await client.run('install', { game_id: 'ggoo' });
    await client.run('connect', { address: holder.address });
    return { client, holder };
  }
});

function payload(peer: Peer): Promise<string> {
  return readFile(join(peer.folder('ggoo'), 'local', 'fixture-payload.txt'), 'utf8');
}
