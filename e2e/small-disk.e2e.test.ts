import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeHashes } from '../fixtures/games/tree-hashes.ts';
import { contentOf, rowOf } from './party/checks.ts';
import { aCopy, MIB } from './party/copies.ts';
import { useParty } from './party/party.ts';
import { type Peer } from './party/peer.ts';
import { Filler, onSmallDisk, seenFromOutside } from './party/small-disk.ts';

const SMALL = aCopy({ id: 'bf1942', version: '20250101', sizes: [MIB] });
const LARGE = aCopy({ version: '20250101', sizes: [17 * MIB, 3 * MIB] });
const GGOO = { game_id: 'ggoo', install: false };

describe('S22, D1: a small disk', () => {
  const party = useParty();

  it('is found too small before the first byte, and other games are unharmed', async () => {
    const { client, holder, games } = await onDisk(12 * MIB);

    const refused = await client.attempt('download', GGOO);

    expect(refused).toMatchObject({ ok: false, error: { code: 'no-space' } });
    expect(JSON.stringify(refused)).toMatch(/needs 2[0-9] MB.*has [0-9]+ MB/);
    expect(client.eventsOf('download-begin').map(({ game_id }) => game_id)).toEqual(['bf1942']);
    expect(Object.keys(await treeHashes(games))).not.toContain('ggoo/');
    await expectSound(client, holder, 'bf1942', games);
  });

  // The fill is no whole number of blocks: the last write before the end is a short one.
  it.each([0, MIB + 12_345])(
    'that fills up in mid-download, but for %i bytes, fails the try and no more',
    async (spared) => {
      const { client, holder, games } = await onDisk(40 * MIB, ['--download-limit', '4000000']);
      const filler = new Filler(games);
      const first = client.attempt('download', GGOO);
      await client.waitFor('download-progress', ({ bytes_done }) => bytes_done > 4 * MIB);
      await filler.grow((await free(games)) - spared);

      expect(await first).toMatchObject({ ok: false, error: { code: 'no-space' } });

      expect(await rowOf(client, 'ggoo')).toMatchObject({ downloaded: false });
      await expectSound(client, holder, 'bf1942', games);
      await filler.remove();
      await client.run('download', GGOO);
      expect(client.eventsOf('download-begin').at(-1)?.bytes_kept).toBeGreaterThan(0);
      await expectSound(client, holder, 'ggoo', games);
    },
  );

  it('of the state folder that is full ends no download wrong', async () => {
    const holder = await party.start({ name: 'holder', games: [LARGE] });
    const home = await party.home('client');
    const client = await party.launch(home, [], onSmallDisk(home.stateDir, 4 * MIB));
    const { stateDir } = seenFromOutside(client);
    await client.run('connect', { address: holder.address });
    const filler = new Filler(stateDir);
    await filler.grow(await free(stateDir));

    const tried = await client.attempt('download', GGOO);

    if (!tried.ok) {
      expect(tried.error.code).toBe('no-space');
      await filler.remove();
      await client.run('download', GGOO);
    }
    await expectSound(client, holder, 'ggoo', home.gamesDir);
  });

  async function onDisk(bytes: number, flags: readonly string[] = []) {
    const holder = await party.start({ name: 'holder', games: [SMALL, LARGE] });
    const home = await party.home('client');
    await mkdir(home.stateDir, { recursive: true });
    const client = await party.launch(home, flags, onSmallDisk(home.gamesDir, bytes));
    const { gamesDir: games } = seenFromOutside(client);
    await client.run('connect', { address: holder.address });
    await client.run('download', { game_id: 'bf1942' });
    return { client, holder, games };
  }

  async function expectSound(client: Peer, holder: Peer, gameId: string, games: string) {
    expect(await client.run('verify', { game_id: gameId })).toMatchObject({ ok: true });
    const tree = await treeHashes(join(games, gameId));
    const content = Object.entries(tree).filter(([path]) => !path.startsWith('local/'));
    expect(Object.fromEntries(content)).toEqual(await contentOf(holder, gameId));
  }
});

async function free(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
