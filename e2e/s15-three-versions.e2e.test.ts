import { describe, expect, it } from 'vitest';
import { aCopy, MIB } from './party/copies.ts';
import { bytesBySource, expectSameCopy, rowOf } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

describe('three versions', () => {
  const party = useParty();

  it('S15: one row, and everything from the holder of the newest', async () => {
    const client = await party.start({ name: 'client' });
    const a = await holderOf(client, 'a', '20250101');
    const b = await holderOf(client, 'b', '20250201');
    const c = await holderOf(client, 'c', '20250301');

    const { games } = await client.run('list-games');
    expect(games).toMatchObject([{ id: 'ggoo', peer_count: 3, eti_game_version: '20250301' }]);
    expect([...(games[0]?.peers ?? [])].sort()).toEqual([a.peerId, b.peerId, c.peerId].sort());
    expect(games[0]?.size).toBe((await rowOf(c, 'ggoo')).size);

    const { version } = await client.run('download', { game_id: 'ggoo', install: false });

    expect(version).toBe('20250301');
    expect(client.eventsOf('got-game-files')).toMatchObject([
      { version: '20250301', peers: [c.peerId] },
    ]);
    const given = bytesBySource(client.eventsOf('download-chunk-finished'));
    expect([...given.keys()]).toEqual([c.peerId]);
    await expectSameCopy('ggoo', c, client);
  });

  it('S15: versions compare as text, whatever order the peers come in', async () => {
    const client = await party.start({ name: 'client' });
    const newest = await holderOf(client, 'newest', '20241231');
    await holderOf(client, 'older', '20240131');

    await client.run('download', { game_id: 'ggoo', install: false });

    await expectSameCopy('ggoo', newest, client);
  });

  async function holderOf(client: Peer, name: string, version: string): Promise<Peer> {
    const games = [aCopy({ version, sizes: [5 * MIB, 1 * MIB] })];
    const peer = await party.start({ name, games });
    await client.run('connect', { address: peer.address });
    return peer;
  }
});
