import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeHashes } from '../fixtures/games/tree-hashes.ts';
import { nodeUnrar } from '../fixtures/rar/unpackers.ts';
import { expectSameCopy, rowOf } from './party/checks.ts';
import { useParty } from './party/party.ts';

describe('download and install', () => {
  const party = useParty();

  it('S5: installs after the download, exactly what the archive holds', async () => {
    const bravo = await party.start({ name: 'bravo', games: ['bravo/cnctw'] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: bravo.address });

    await client.run('download', { game_id: 'cnctw' });

    const names = client.lines.flatMap((line) => (line.type === 'event' ? [line.event] : []));
    const steps = ['download-begin', 'download-finished', 'install-begin', 'install-finished'];
    expect(names.filter((name) => steps.includes(name))).toEqual(steps);
    expect(await rowOf(client, 'cnctw')).toMatchObject({
      downloaded: true,
      installed: true,
      availability: 'Ready',
    });
    const local = join(client.folder('cnctw'), 'local');
    expect(await readFile(join(local, 'fixture-payload.txt'), 'utf8')).toBe('cnctw 20250101\n');
    const unpacked = join(await party.folder(), 'unpacked');
    await nodeUnrar.unpack(join(bravo.folder('cnctw'), 'cnctw.eti'), unpacked);
    expect(await treeHashes(local)).toEqual(await treeHashes(unpacked));
    await expectSameCopy('cnctw', bravo, client);
  });

  it('S5: what is installed is served on, without its local folder', async () => {
    const bravo = await party.start({ name: 'bravo', games: ['bravo/cnctw'] });
    const client = await party.start({ name: 'client' });
    const third = await party.start({ name: 'third' });
    await client.run('connect', { address: bravo.address });
    await client.run('download', { game_id: 'cnctw' });
    await bravo.shutdown();
    await third.run('connect', { address: client.address });

    await third.run('download', { game_id: 'cnctw', install: false });

    await expectSameCopy('cnctw', bravo, third);
    expect(Object.keys(await treeHashes(third.folder('cnctw')))).not.toContain('local/');
  });
});
