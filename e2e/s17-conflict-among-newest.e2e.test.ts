import { describe, expect, it } from 'vitest';
import { treeHashes } from '../fixtures/games/tree-hashes.ts';
import { aCopy } from './party/copies.ts';
import { useParty } from './party/party.ts';

describe('conflict among the newest', () => {
  const party = useParty();

  it('S17: an old copy does not rescue a conflict among the newest', async () => {
    const client = await party.start({ name: 'client' });
    for (const copy of [
      { version: '20250101', sizes: [5000] },
      { version: '20250301', sizes: [5000] },
      { version: '20250301', sizes: [6000] },
    ]) {
      const name = `${copy.version}-${copy.sizes[0]}`;
      const peer = await party.start({ name, games: [aCopy(copy)] });
      await client.run('connect', { address: peer.address });
    }

    await expect(client.run('download', { game_id: 'ggoo' })).rejects.toMatchObject({
      code: 'ambiguous-metadata',
    });

    expect(client.eventsOf('download-failed')).toMatchObject([{ code: 'ambiguous-metadata' }]);
    expect(await treeHashes(client.home.gamesDir)).toEqual({});
  });

  it('S17: the own old copy stays as it is', async () => {
    const old = aCopy({ version: '20250101' });
    const client = await party.start({ name: 'client', games: [old] });
    const before = await treeHashes(client.home.gamesDir);
    for (const size of [5000, 6000]) {
      const games = [aCopy({ version: '20250301', sizes: [size] })];
      const peer = await party.start({ name: `size-${size}`, games });
      await client.run('connect', { address: peer.address });
    }

    await expect(client.run('download', { game_id: 'ggoo' })).rejects.toMatchObject({
      code: 'ambiguous-metadata',
    });

    expect(await treeHashes(client.home.gamesDir)).toEqual(before);
  });
});
