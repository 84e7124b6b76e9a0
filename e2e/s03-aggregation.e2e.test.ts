import { describe, expect, it } from 'vitest';
import { useParty } from './party/party.ts';

describe('aggregation', () => {
  const party = useParty();

  it('S3: an empty client of two peers has one row a game, with who has it', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });
    const bravo = await party.start({ name: 'bravo', games: ['bravo'] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });
    await client.run('connect', { address: bravo.address });

    const { games } = await client.run('list-games');
    const holders = new Map(games.map(({ id, peers }) => [id, [...peers].sort()]));
    expect(games).toHaveLength(holders.size);
    expect(Object.fromEntries(holders)).toEqual({
      alienswarm: [alpha.peerId],
      bf1942: [alpha.peerId],
      ggoo: [alpha.peerId, bravo.peerId].sort(),
      bfbc2: [bravo.peerId],
      cnc4: [bravo.peerId],
      cnctw: [bravo.peerId],
    });
    for (const row of games) {
      expect(row, row.id).toMatchObject({
        downloaded: false,
        availability: 'Absent',
        local_version: null,
        eti_game_version: '20250101',
        peer_count: row.id === 'ggoo' ? 2 : 1,
      });
      expect(row.size, row.id).toBeGreaterThan(0);
    }
  });
});
