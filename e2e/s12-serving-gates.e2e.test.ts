import { describe, expect, it } from 'vitest';
import { writeTree } from '../fixtures/games/write-game.ts';
import { aCopy, MIB } from './party/copies.ts';
import { contentOf, rowOf } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const BOM = '\uFEFF';

// What goes over one connection, and can't be timed from outside, is tested beside the code.
describe('serving gates', () => {
  const party = useParty();

  it('S12: a game without version.ini is not offered', async () => {
    const { files = {}, archive = {} } = aCopy({ version: '20250101' });
    const alpha = await party.start({ name: 'alpha', games: [{ id: 'ggoo', files, archive }] });
    const client = await guestOf(alpha);

    expect(await rowOf(alpha, 'ggoo')).toMatchObject({ downloaded: false, local_version: null });
    await expectDeclined(client, 'ggoo');
  });

  it.each(['', '2025', '202501011', '20250230', '2025-01-01', 'v20250101', '20250101 x'])(
    'S12: a game whose version.ini says %j is told of, and not offered',
    async (version) => {
      const alpha = await party.start({ name: 'alpha', games: [aCopy({ version })] });
      const client = await guestOf(alpha);

      const told = await alpha.waitFor('diagnostic', ({ message }) => message.includes('ggoo'));
      expect(told.message).toContain('version.ini');
      await expectDeclined(client, 'ggoo');
    },
  );

  it.each(['20250101', '20250101\n', '20250101\r\n', ' 20250101\t\n', `${BOM}20250101\r\n`])(
    'S12: a game whose version.ini says %j is offered, and arrives as it is',
    async (version) => {
      const alpha = await party.start({ name: 'alpha', games: [aCopy({ version })] });
      const client = await guestOf(alpha);

      expect(await rowOf(client, 'ggoo')).toMatchObject({ eti_game_version: '20250101' });
      await client.run('download', { game_id: 'ggoo', install: false });
      expect(await contentOf(client, 'ggoo')).toEqual(await contentOf(alpha, 'ggoo'));
    },
  );

  it('S12: nothing below local/ and nothing private is listed or served', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const before = await contentOf(alpha, 'ggoo');
    const mine = { 'local/save.dat': 'mine', '.lanspread-notes/todo.txt': 'mine too' };
    await writeTree(alpha.folder('ggoo'), mine);
    await alpha.run('rescan');
    const client = await guestOf(alpha);

    await client.run('download', { game_id: 'ggoo', install: false });

    expect(await contentOf(client, 'ggoo')).toEqual(before);
    const { files } = await alpha.run('manifest', { game_id: 'ggoo' });
    expect(files.map(({ path }) => path)).toEqual(['ggoo.eti', 'keys.txt', 'version.ini']);
  });

  it('S12: a game under an operation is not offered, and is again when that is over', async () => {
    const sizes = [16 * MIB];
    const alpha = await party.start({
      name: 'alpha',
      games: [aCopy({ version: '20250301', sizes })],
    });
    const bravo = await party.start({
      name: 'bravo',
      games: [aCopy({ version: '20250101' })],
      flags: ['--download-limit', '2000000'],
    });
    await bravo.run('connect', { address: alpha.address });
    const client = await guestOf(bravo);
    expect(await rowOf(client, 'ggoo')).toMatchObject({ peers: [bravo.peerId] });

    const update = bravo.attempt('download', { game_id: 'ggoo' });
    await client.waitFor('remote-library-changed', ({ games }) => games.length === 0);
    await expectDeclined(client, 'ggoo');
    await bravo.run('cancel', { game_id: 'ggoo' });

    expect(await update).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await client.run('download', { game_id: 'ggoo', install: false });
    expect(await rowOf(client, 'ggoo')).toMatchObject({ local_version: '20250101' });
  });

  async function guestOf(host: Peer): Promise<Peer> {
    const guest = await party.start({ name: 'guest' });
    await guest.run('connect', { address: host.address });
    return guest;
  }
});

async function expectDeclined(client: Peer, gameId: string): Promise<void> {
  expect(await rowOf(client, gameId)).toMatchObject({ peer_count: 0, peers: [] });
  await expect(client.run('download', { game_id: gameId })).rejects.toMatchObject({
    code: 'no-peers-have-game',
  });
}
