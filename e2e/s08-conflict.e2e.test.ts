import { describe, expect, it } from 'vitest';
import { treeHashes } from '../fixtures/games/tree-hashes.ts';
import { aCopy } from './party/copies.ts';
import { rowOf } from './party/checks.ts';
import { useParty } from './party/party.ts';

describe('conflict', () => {
  const party = useParty();

  it('S8: two peers with other sizes in one version are refused, and nothing is written', async () => {
    const client = await party.start({ name: 'client' });
    for (const [name, size] of [
      ['left', 5000],
      ['right', 6000],
    ] as const) {
      const games = [aCopy({ version: '20250101', sizes: [size] })];
      const peer = await party.start({ name, games });
      await client.run('connect', { address: peer.address });
    }
    expect(await rowOf(client, 'ggoo')).toMatchObject({ peer_count: 2 });

    await expect(client.run('download', { game_id: 'ggoo' })).rejects.toMatchObject({
      code: 'ambiguous-metadata',
    });

    expect(client.eventsOf('download-failed')).toMatchObject([
      { game_id: 'ggoo', code: 'ambiguous-metadata' },
    ]);
    expect(client.eventsOf('download-begin')).toEqual([]);
    expect(await treeHashes(client.home.gamesDir)).toEqual({});
    expect(await rowOf(client, 'ggoo')).toMatchObject({ downloaded: false, peer_count: 2 });
  });

  it('S8: a third peer that shares one of the two sets ends the conflict', async () => {
    const client = await party.start({ name: 'client' });
    for (const [name, size] of [
      ['left', 5000],
      ['right', 6000],
      ['third', 6000],
    ] as const) {
      const games = [aCopy({ version: '20250101', sizes: [size] })];
      const peer = await party.start({ name, games });
      await client.run('connect', { address: peer.address });
    }

    const { bytes } = await client.run('download', { game_id: 'ggoo', install: false });

    const { files } = await client.run('manifest', { game_id: 'ggoo' });
    expect(files.find(({ path }) => path === 'data-1.bin')).toMatchObject({ size: 6000 });
    expect(bytes).toBe(files.reduce((sum, { size }) => sum + size, 0));
  });
});
