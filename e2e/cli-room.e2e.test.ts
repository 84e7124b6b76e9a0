import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { rowOf } from './party/checks.ts';
import { useParty } from './party/party.ts';

describe('room', () => {
  const party = useParty();

  it('wait-peers fails with timeout where too few come', async () => {
    const alpha = await party.start({ name: 'alpha' });

    await expect(alpha.run('wait-peers', { count: 1, timeout_ms: 50 })).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(await alpha.run('wait-peers', { count: 0 })).toEqual({ peer_count: 0, peers: [] });
  });

  it('disconnect says goodbye, and either side forgets the other', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const bravo = await party.start({ name: 'bravo', games: ['bravo/cnctw'] });
    await alpha.run('connect', { address: bravo.address });

    await alpha.run('disconnect', { peer_id: bravo.peerId });

    expect(await bravo.waitFor('peer-lost')).toMatchObject({
      peer_id: alpha.peerId,
      reason: 'goodbye',
    });
    await alpha.waitFor('peer-lost', ({ peer_id }) => peer_id === bravo.peerId);
    expect(await alpha.run('list-peers')).toEqual({ peers: [] });
    expect(await bravo.run('list-peers')).toEqual({ peers: [] });
    expect(await rowOf(alpha, 'cnctw')).toMatchObject({ peer_count: 0 });
  });

  it('who was disconnected can be connected again', async () => {
    const alpha = await party.start({ name: 'alpha' });
    const bravo = await party.start({ name: 'bravo' });
    await alpha.run('connect', { address: bravo.address });
    await alpha.run('disconnect', { peer_id: bravo.peerId });

    await alpha.run('connect', { address: bravo.address });

    expect(await alpha.run('wait-peers', { count: 1 })).toMatchObject({ peer_count: 1 });
  });

  it('disconnect of somebody who is not there is a bad argument', async () => {
    const alpha = await party.start({ name: 'alpha' });

    const peer_id = '0'.repeat(32);
    await expect(alpha.run('disconnect', { peer_id })).rejects.toMatchObject({
      code: 'bad-argument',
    });
  });

  it('a peer does not connect to itself', async () => {
    const alpha = await party.start({ name: 'alpha' });

    await expect(alpha.run('connect', { address: alpha.address })).rejects.toMatchObject({
      code: expect.stringMatching(/^(peer-refused|bad-argument)$/) as string,
    });
    expect(await alpha.run('list-peers')).toEqual({ peers: [] });
    expect(alpha.eventsOf('peer-connected')).toEqual([]);
  });

  it('an address where nobody listens is unreachable', async () => {
    const alpha = await party.start({ name: 'alpha' });
    const gone = await party.start({ name: 'gone' });
    await gone.shutdown();

    await expect(alpha.run('connect', { address: gone.address })).rejects.toMatchObject({
      code: 'peer-unreachable',
    });
  });

  it('a game that is put into the folder is offered after a rescan, and one taken out no more', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });

    await party.give(alpha, 'bravo/bfbc2');
    expect(await alpha.run('rescan')).toEqual({ games: 2 });

    await client.waitFor('remote-library-changed', ({ games }) => games.length === 2);
    expect(await rowOf(client, 'bfbc2')).toMatchObject({ peers: [alpha.peerId] });

    await rm(alpha.folder('bfbc2'), { recursive: true });
    expect(await alpha.run('rescan')).toEqual({ games: 1 });

    expect(alpha.eventsOf('local-library-changed').at(-1)?.games).toHaveLength(1);
    await client.waitForLast('remote-library-changed', ({ games }) => games.length === 1);
    expect(await rowOf(client, 'bfbc2')).toMatchObject({ peer_count: 0 });
  });
});
