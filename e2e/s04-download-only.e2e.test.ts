import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectSameCopy, foldersOf, rowOf } from './party/checks.ts';
import { useParty } from './party/party.ts';

describe('download only', () => {
  const party = useParty();

  it('S4: brings the files, in order of events, and installs nothing', async () => {
    const bravo = await party.start({ name: 'bravo', games: ['bravo'] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: bravo.address });
    const { size } = await rowOf(client, 'bfbc2');

    const summary = await client.run('download', { game_id: 'bfbc2', install: false });

    expect(summary).toMatchObject({
      game_id: 'bfbc2',
      version: '20250101',
      bytes: size,
      sources: [{ peer_id: bravo.peerId, address: bravo.address, bytes: size }],
    });
    expect(client.eventsOf('download-finished')).toEqual([summary]);
    expect(namesOfDownload(client.lines)).toEqual([
      'got-game-files',
      'download-begin',
      'download-finished',
    ]);
    expect(await rowOf(client, 'bfbc2')).toMatchObject({
      downloaded: true,
      installed: false,
      availability: 'Ready',
      local_version: '20250101',
    });
    await expectSameCopy('bfbc2', bravo, client);
    expect(await foldersOf(client)).toEqual(['bfbc2']);
    await expect(readFile(join(client.folder('bfbc2'), 'local'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  it('S4: the descriptors name every file with its size', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/bf1942'] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });

    await client.run('download', { game_id: 'bf1942', install: false });

    const [descriptors] = client.eventsOf('got-game-files');
    expect(descriptors).toMatchObject({ version: '20250101', peers: [alpha.peerId] });
    const { files } = await alpha.run('manifest', { game_id: 'bf1942' });
    const expected = files.map(({ path, size }) => ({ path, size }));
    expect(descriptors?.files).toEqual(expected);
    expect(expected.map(({ path }) => path)).toContain('manual/maps/empty.txt');
  });
});

function namesOfDownload(lines: readonly { readonly type: string }[]): readonly string[] {
  return lines
    .flatMap((line) => ('event' in line ? [line.event as string] : []))
    .filter((name) => /^(got-game-files|download-begin|download-finished|install-)/.test(name));
}
