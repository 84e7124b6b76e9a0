import { describe, expect, it } from 'vitest';
import { expectSameCopy, rowOf } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

describe('two sources', () => {
  const party = useParty();

  it.each([{ install: true }, { install: false }])(
    'S7: both agree, it finishes once, and installed follows install: $install',
    async ({ install }) => {
      const { alpha, bravo, client } = await clientOfBoth();

      const summary = await client.run('download', { game_id: 'ggoo', install });

      const [descriptors] = client.eventsOf('got-game-files');
      expect([...(descriptors?.peers ?? [])].sort()).toEqual([alpha.peerId, bravo.peerId].sort());
      expect(client.eventsOf('download-finished')).toEqual([summary]);
      expect(client.eventsOf('download-failed')).toEqual([]);
      expect(await rowOf(client, 'ggoo')).toMatchObject({
        downloaded: true,
        installed: install,
        peer_count: 2,
      });
      await expectSameCopy('ggoo', alpha, client);
      await expectSameCopy('ggoo', bravo, client);
    },
  );

  async function clientOfBoth(): Promise<{ alpha: Peer; bravo: Peer; client: Peer }> {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });
    const bravo = await party.start({ name: 'bravo', games: ['bravo'] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });
    await client.run('connect', { address: bravo.address });
    return { alpha, bravo, client };
  }
});
