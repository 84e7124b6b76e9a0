import { describe, expect, it } from 'vitest';
import { aCopy, SIX_BLOCKS, SLOWLY } from './party/copies.ts';
import { contentOf, expectSameCopy, midDownload, rowOf } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const COPY = aCopy({ version: '20250101', sizes: SIX_BLOCKS });

describe('cancel', () => {
  const party = useParty();

  it('S29: ends a download as cancelled, and a later one resumes', async () => {
    const { alpha, client } = await slowClient();
    const download = client.attempt('download', { game_id: 'ggoo' });
    const kept = await midDownload(client);
    expect(await client.run('status')).toMatchObject({ downloads: 1 });

    await client.run('cancel', { game_id: 'ggoo' });

    expect(await download).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(client.eventsOf('download-failed')).toMatchObject([{ code: 'cancelled' }]);
    expect(Object.keys(await contentOf(client, 'ggoo'))).not.toContain('version.ini');
    expect(await rowOf(client, 'ggoo')).toMatchObject({
      downloaded: false,
      installed: false,
      availability: 'Absent',
    });

    await client.run('download', { game_id: 'ggoo', install: false });

    const [first, second] = client.eventsOf('download-begin');
    expect(first).toMatchObject({ bytes_kept: 0 });
    expect(second?.bytes_kept).toBeGreaterThanOrEqual(kept);
    await expectSameCopy('ggoo', alpha, client);
  });

  it('S29: what a cancelled download has left can be removed', async () => {
    const { client } = await slowClient();
    const download = client.attempt('download', { game_id: 'ggoo' });
    await midDownload(client);
    await client.run('cancel', { game_id: 'ggoo' });
    await download;

    await client.run('remove', { game_id: 'ggoo' });

    await expect(contentOf(client, 'ggoo')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('S29: a game under way takes no second operation, and cancelling nothing is no error', async () => {
    const { client } = await slowClient();
    const download = client.attempt('download', { game_id: 'ggoo' });
    await client.waitFor('download-begin');

    for (const cmd of ['download', 'install', 'verify', 'remove'] as const) {
      await expect(client.run(cmd, { game_id: 'ggoo' }), cmd).rejects.toMatchObject({
        code: 'operation-active',
      });
    }

    await client.run('cancel', { game_id: 'ggoo' });
    expect(await download).toMatchObject({ ok: false });
    await client.run('cancel', { game_id: 'ggoo' });
  });

  async function slowClient(): Promise<{ alpha: Peer; client: Peer }> {
    const alpha = await party.start({ name: 'alpha', games: [COPY] });
    const client = await party.start({ name: 'client', flags: SLOWLY });
    await client.run('connect', { address: alpha.address });
    return { alpha, client };
  }
});
