import { statfs, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeHashes } from '../fixtures/games/tree-hashes.ts';
import { aCopy } from './party/copies.ts';
import { expectSameCopy, rowOf } from './party/checks.ts';
import { useParty } from './party/party.ts';

describe('disk full', () => {
  const party = useParty();

  it('S22: a game that does not fit is refused before anything is written', async () => {
    const alpha = await party.start({
      name: 'alpha',
      games: [aCopy({ version: '20250101', sizes: [1] }), 'alpha/bf1942'],
    });
    // A sparse file: it has its size, and takes no space.
    await truncate(join(alpha.folder('ggoo'), 'data-1.bin'), await moreThanFits());
    await alpha.run('rescan');
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });

    await expect(client.run('download', { game_id: 'ggoo' })).rejects.toMatchObject({
      code: 'no-space',
    });

    expect(client.eventsOf('download-failed')).toMatchObject([{ code: 'no-space' }]);
    expect(client.eventsOf('download-begin')).toEqual([]);
    expect(await treeHashes(client.home.gamesDir)).toEqual({});
    expect(await rowOf(client, 'ggoo')).toMatchObject({ downloaded: false, peer_count: 1 });
    await client.run('download', { game_id: 'bf1942', install: false });
    await expectSameCopy('bf1942', alpha, client);
  });
});

async function moreThanFits(): Promise<number> {
  const { bavail, bsize } = await statfs(tmpdir());
  return 2 * bavail * bsize;
}
