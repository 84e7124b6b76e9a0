import { describe, expect, it } from 'vitest';
import { foldersOf } from './party/checks.ts';
import { useParty } from './party/party.ts';

describe('missing game', () => {
  const party = useParty();

  it('S9: a game that no peer has fails at once, and no folder is made', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });

    await expect(client.run('download', { game_id: 'ut2004' })).rejects.toMatchObject({
      code: 'no-peers-have-game',
    });

    expect(client.eventsOf('no-peers-have-game')).toEqual([{ game_id: 'ut2004' }]);
    expect(await foldersOf(client)).toEqual([]);
  });

  it('S9: a game that is not in the catalog is unknown, and no folder is made', async () => {
    const client = await party.start({ name: 'client' });

    await expect(client.run('download', { game_id: 'homemade' })).rejects.toMatchObject({
      code: 'unknown-game',
    });

    expect(await foldersOf(client)).toEqual([]);
  });
});
