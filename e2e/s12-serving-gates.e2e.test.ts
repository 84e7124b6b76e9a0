import { describe, expect, it } from 'vitest';
import { writeTree } from '../fixtures/games/write-game.ts';
import { aCopy, MIB } from './party/copies.ts';
import { contentOf, expectSameCopy, rowOf } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const BOM = '\uFEFF';

// Of the fixture catalog.
const IDS = ['bf1942', 'bfbc2', 'cnc4', 'cnctw', 'ggoo', 'openarena', 'xonotic'];

// What goes over one connection, and can't be timed from outside, is tested beside the code.
describe('serving gates', () => {
  const party = useParty({ isHostile: true });

  it('S12: a game without version.ini is not offered', async () => {
    const { files = {}, archive = {} } = aCopy({ version: '20250101' });
    const alpha = await party.start({ name: 'alpha', games: [{ id: 'ggoo', files, archive }] });
    const client = await guestOf(alpha);

    expect(await rowOf(alpha, 'ggoo')).toMatchObject({ downloaded: false, local_version: null });
    await expectDeclined(client, 'ggoo');
  });

  it('S12: a game whose version.ini is no day is told of, and not offered', async () => {
    const texts = ['', '2025', '202501011', '20250230', '2025-01-01', 'v20250101', '20250101 x'];
    const copies = texts.map((version, index) => aCopy({ id: idOf(index), version }));
    const alpha = await party.start({ name: 'alpha', games: copies });
    const client = await guestOf(alpha);

    for (const [index, text] of texts.entries()) {
      const about = (message: string): boolean => message.includes(idOf(index));
      const told = alpha.eventsOf('diagnostic').filter(({ message }) => about(message));
      expect(told, JSON.stringify(text)).toHaveLength(1);
      expect(told[0]?.message).toContain('version.ini');
      await expectDeclined(client, idOf(index));
    }
  });

  it('S12: white space, CRLF and a BOM in version.ini are accepted, and arrive as they are', async () => {
    const texts = ['20250101', '20250101\n', '20250101\r\n', ' 20250101\t\n', `${BOM}20250101\r\n`];
    const copies = texts.map((version, index) => aCopy({ id: idOf(index), version }));
    const alpha = await party.start({ name: 'alpha', games: copies });
    const client = await guestOf(alpha);

    for (const [index, text] of texts.entries()) {
      const row = await rowOf(client, idOf(index));
      expect(row, JSON.stringify(text)).toMatchObject({ eti_game_version: '20250101' });
      await client.run('download', { game_id: idOf(index), install: false });
      await expectSameCopy(idOf(index), alpha, client);
    }
  });

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
    await client.waitForLast('remote-library-changed', ({ games }) => games.length === 1);
    await client.run('download', { game_id: 'ggoo', install: false });
    expect(await rowOf(client, 'ggoo')).toMatchObject({ local_version: '20250101' });
  });

  async function guestOf(host: Peer): Promise<Peer> {
    const guest = await party.start({ name: 'guest' });
    await guest.run('connect', { address: host.address });
    return guest;
  }
});

function idOf(index: number): string {
  return IDS[index] ?? '';
}

async function expectDeclined(client: Peer, gameId: string): Promise<void> {
  expect(await rowOf(client, gameId)).toMatchObject({ peer_count: 0, peers: [] });
  await expect(client.run('download', { game_id: gameId })).rejects.toMatchObject({
    code: 'no-peers-have-game',
  });
}
