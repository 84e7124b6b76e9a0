import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeHashes } from '../fixtures/games/tree-hashes.ts';
import { writeCatalog } from '../fixtures/games/write-catalog.ts';
import { goodArchives } from '../fixtures/rar/good-archives.ts';
import { hostileArchives } from '../fixtures/rar/hostile.ts';
import { expectSameCopy, rowOf } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const VERSION = '20250101';

// Peers pass a hostile archive on like any other: it is refused where it is unpacked.
describe('hostile archives', () => {
  const party = useParty({ isHostile: true });

  it('S23: each is refused with its code, and leaves nothing behind', async () => {
    const peer = await withArchives(hostileArchives);
    const before = await treeHashes(await party.folder());

    const outcomes: Record<string, string> = {};
    for (const [index, { name }] of hostileArchives.entries()) {
      const result = await peer.attempt('install', { game_id: `game-${index}` });
      outcomes[name] = result.ok ? 'installed' : result.error.code;
    }

    expect(outcomes).toEqual(
      Object.fromEntries(hostileArchives.map(({ name, expect: code }) => [name, code])),
    );
    const failures = peer.eventsOf('install-failed').map(({ code }) => code);
    expect(failures).toEqual(hostileArchives.map(({ expect: code }) => code));
    expect(withoutState(await treeHashes(await party.folder()))).toEqual(withoutState(before));
    const { games } = await peer.run('list-games');
    expect(games.filter(({ installed }) => installed)).toEqual([]);
  });

  it('S23: what looks odd but is sound is installed', async () => {
    const peer = await withArchives(goodArchives);

    for (const [index, { name }] of goodArchives.entries()) {
      const result = await peer.attempt('install', { game_id: `game-${index}` });
      expect(result, name).toMatchObject({ ok: true });
    }
  });

  it('S23: a hostile game that is downloaded stays downloaded, and is not installed', async () => {
    const [first] = hostileArchives;
    if (!first) throw new Error('there is no hostile archive');
    const peer = await withArchives([first]);
    const client = await party.start({ name: 'client', catalog: peer.home.catalog });
    await client.run('connect', { address: peer.address });

    await expect(client.run('download', { game_id: 'game-0' })).rejects.toMatchObject({
      code: first.expect,
    });

    expect(client.eventsOf('download-finished')).toHaveLength(1);
    expect(client.eventsOf('install-failed')).toMatchObject([{ code: first.expect }]);
    expect(await rowOf(client, 'game-0')).toMatchObject({ downloaded: true, installed: false });
    await expectSameCopy('game-0', peer, client);
    expect(await readdir(client.folder('game-0'))).not.toContain('local');
  });

  async function withArchives(
    archives: readonly { readonly bytes: () => Buffer }[],
  ): Promise<Peer> {
    const games = archives.map(({ bytes }, index) => {
      const id = `game-${index}`;
      return { id, version: VERSION, files: { [`${id}.eti`]: bytes() } };
    });
    const catalog = join(await party.folder(), 'catalog.json');
    await writeCatalog(
      catalog,
      games.map(({ id }) => id),
    );
    return party.start({ name: 'alpha', games, catalog });
  }
});

// What the program keeps for itself is no trace of an archive.
function withoutState(tree: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !path.includes('/state/')));
}
