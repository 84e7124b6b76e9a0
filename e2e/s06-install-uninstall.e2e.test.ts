import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileSha256, treeHashes } from '../fixtures/games/tree-hashes.ts';
import { contentOf, rowOf } from './party/checks.ts';
import { useParty } from './party/party.ts';

describe('install and uninstall', () => {
  const party = useParty();

  it('S6: the local folder appears, then goes; the downloaded files stay', async () => {
    const bravo = await party.start({ name: 'bravo', games: ['bravo/bfbc2'] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: bravo.address });
    await client.run('download', { game_id: 'bfbc2', install: false });
    const content = await contentOf(client, 'bfbc2');

    expect(await client.run('install', { game_id: 'bfbc2' })).toEqual({ game_id: 'bfbc2' });

    expect(client.eventsOf('install-begin')).toEqual([{ game_id: 'bfbc2' }]);
    expect(client.eventsOf('install-finished')).toEqual([{ game_id: 'bfbc2' }]);
    expect(await rowOf(client, 'bfbc2')).toMatchObject({ installed: true, downloaded: true });
    await fileSha256(join(client.folder('bfbc2'), 'local', 'fixture-payload.txt'));
    expect(await contentOf(client, 'bfbc2')).toEqual(content);

    expect(await client.run('uninstall', { game_id: 'bfbc2' })).toEqual({ game_id: 'bfbc2' });

    expect(client.eventsOf('uninstall-begin')).toEqual([{ game_id: 'bfbc2' }]);
    expect(client.eventsOf('uninstall-finished')).toEqual([{ game_id: 'bfbc2' }]);
    expect(await rowOf(client, 'bfbc2')).toMatchObject({
      installed: false,
      downloaded: true,
      availability: 'Ready',
    });
    expect(await treeHashes(client.folder('bfbc2'))).toEqual(content);
  });

  it('S6: what is not there is neither installed nor uninstalled', async () => {
    const bravo = await party.start({ name: 'bravo', games: ['bravo/bfbc2'] });

    await expect(bravo.run('install', { game_id: 'cnctw' })).rejects.toMatchObject({
      code: 'not-downloaded',
    });
    await expect(bravo.run('uninstall', { game_id: 'bfbc2' })).rejects.toMatchObject({
      code: 'not-installed',
    });
    await expect(bravo.run('install', { game_id: 'homemade' })).rejects.toMatchObject({
      code: 'unknown-game',
    });
  });
});
