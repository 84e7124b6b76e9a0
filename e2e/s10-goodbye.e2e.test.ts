import { describe, expect, it } from 'vitest';
import { useParty } from './party/party.ts';

const LIMIT_MS = 1_000;

describe('goodbye', () => {
  const party = useParty();

  it('S10: who shuts down is gone within a second, and so are its games', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });
    const bravo = await party.start({ name: 'bravo', games: ['bravo'] });
    await alpha.run('connect', { address: bravo.address });

    const lost = alpha.waitFor('peer-lost', () => true, LIMIT_MS);
    const ending = await bravo.shutdown();

    expect(await lost).toEqual({
      peer_id: bravo.peerId,
      address: bravo.address,
      reason: 'goodbye',
    });
    expect(ending).toEqual({ code: 0, signal: null });
    expect(await alpha.run('list-peers')).toEqual({ peers: [] });
    const { games } = await alpha.run('list-games');
    expect(games.map(({ id }) => id).sort()).toEqual(['alienswarm', 'bf1942', 'ggoo']);
    expect(games.map(({ peer_count }) => peer_count)).toEqual([0, 0, 0]);
  });

  it('S10: who dies without a goodbye is lost as closed', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });
    const bravo = await party.start({ name: 'bravo', games: ['bravo'] });
    await alpha.run('connect', { address: bravo.address });

    await bravo.kill();

    const lost = await alpha.waitFor('peer-lost', () => true, LIMIT_MS);
    expect(lost).toMatchObject({ peer_id: bravo.peerId, reason: 'closed' });
  });
});
