import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeCatalog } from '../fixtures/games/write-catalog.ts';
import { aCopy } from './party/copies.ts';
import { rowOf } from './party/checks.ts';
import { useParty } from './party/party.ts';

describe('startup scan', () => {
  const party = useParty();

  it('S1: says that it started, what is in the games folder, and where it serves', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });

    const [first] = alpha.lines;
    expect(first).toMatchObject({ type: 'event', event: 'cli-started' });
    const library = await alpha.waitFor('local-library-changed');
    expect(library.games.map(({ id }) => id).sort()).toEqual(['alienswarm', 'bf1942', 'ggoo']);
    expect(await alpha.run('status')).toMatchObject({
      ...(await alpha.waitFor('local-peer-ready')),
      name: 'alpha',
      games_dir: alpha.home.gamesDir,
      state_dir: alpha.home.stateDir,
      peers: 0,
      downloads: 0,
    });
  });

  it('S1: lists its catalog games as downloaded, not installed and ready', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });

    const { games } = await alpha.run('list-games');
    expect(games).toHaveLength(3);
    for (const row of games) {
      expect(row, row.id).toMatchObject({
        downloaded: true,
        installed: false,
        availability: 'Ready',
        local_version: '20250101',
        eti_game_version: '20250101',
        peer_count: 0,
        peers: [],
      });
    }
  });

  it('S1: lists all catalog games when asked to, those that nobody has as absent', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });

    expect(await rowOf(alpha, 'ut2004')).toMatchObject({
      title: 'Unreal Tournament 2004',
      downloaded: false,
      installed: false,
      hashed: false,
      availability: 'Absent',
      local_version: null,
      eti_game_version: null,
      peer_count: 0,
    });
  });

  it('S1: neither lists nor serves a folder that is not in the catalog', async () => {
    const secret = aCopy({ id: 'homemade', version: '20250101' });
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo', secret] });
    const wider = join(await party.folder(), 'wider.json');
    await writeCatalog(wider, ['ggoo', 'homemade']);
    const guest = await party.start({ name: 'guest', catalog: wider });
    await guest.run('connect', { address: alpha.address });

    const { games } = await alpha.run('list-games', { all: true });
    expect(games.map(({ id }) => id)).not.toContain('homemade');
    expect(await rowOf(guest, 'ggoo')).toMatchObject({ peer_count: 1 });
    expect(await rowOf(guest, 'homemade')).toMatchObject({ peer_count: 0 });
    await expect(guest.run('download', { game_id: 'homemade' })).rejects.toMatchObject({
      code: 'no-peers-have-game',
    });
  });

  it('S1: starts with an empty folder that it makes itself', async () => {
    const empty = await party.start({ name: 'empty' });

    expect((await empty.waitFor('local-library-changed')).games).toEqual([]);
    expect(await empty.run('list-games')).toEqual({ games: [] });
    await mkdir(empty.folder('ggoo'));
    expect(await empty.run('rescan')).toEqual({ games: 0 });
  });
});
