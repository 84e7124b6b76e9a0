import { describe, expect, it } from 'vitest';
import { rowOf } from './party/checks.ts';
import { useParty } from './party/party.ts';

describe('same identity', () => {
  const party = useParty();

  it('S11: a peer that restarts on another port is the same peer at a new address', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });
    const before = await party.start({ name: 'bravo', games: ['bravo'] });
    await alpha.run('connect', { address: before.address });
    await before.shutdown();

    const after = await party.launch(before.home);
    await alpha.run('connect', { address: after.address });

    expect(after.peerId).toBe(before.peerId);
    expect(after.address).not.toBe(before.address);
    const { peers } = await alpha.run('list-peers');
    expect(peers).toMatchObject([{ peer_id: before.peerId, address: after.address, games: 4 }]);
    expect(alpha.eventsOf('peer-connected').map(({ address }) => address)).toEqual([
      before.address,
      after.address,
    ]);
    expect(await rowOf(alpha, 'cnctw')).toMatchObject({ peer_count: 1 });
  });

  it('S11: a peer that died comes back by itself from elsewhere, as the same', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });
    const before = await party.start({ name: 'bravo', games: ['bravo'] });
    await alpha.run('connect', { address: before.address });
    await before.kill();

    const after = await party.launch(before.home, ['--connect', alpha.address]);

    await alpha.waitFor('peer-connected', ({ address }) => address === after.address);
    const { peers } = await alpha.run('list-peers');
    expect(peers).toMatchObject([{ peer_id: before.peerId, address: after.address }]);
  });

  it('S11: a new name reaches the peers that are there and those that come later', async () => {
    const alpha = await party.start({ name: 'alpha' });
    const bravo = await party.start({ name: 'bravo' });
    await bravo.run('connect', { address: alpha.address });

    expect(await alpha.run('set-name', { name: ' Anna ' })).toEqual({ name: 'Anna' });
    await bravo.waitFor('peer-connected', ({ name }) => name === 'Anna');
    expect(await bravo.run('list-peers')).toMatchObject({ peers: [{ name: 'Anna' }] });
    expect(bravo.eventsOf('peer-lost')).toEqual([]);

    const late = await party.start({ name: 'late' });
    expect(await late.run('connect', { address: alpha.address })).toMatchObject({ name: 'Anna' });
    expect(await alpha.run('status')).toMatchObject({ name: 'Anna' });
  });

  it('S11: two state folders are two identities', async () => {
    const one = await party.start({ name: 'one' });
    const two = await party.start({ name: 'two' });

    expect(one.peerId).not.toBe(two.peerId);
  });
});
