import { describe, expect, it } from 'vitest';
import { aCopy, MIB } from './party/copies.ts';
import { bytesBySource, expectSameCopy } from './party/checks.ts';
import { useParty } from './party/party.ts';

describe('stale peer', () => {
  const party = useParty();

  it('S16: a large file comes from both holders of the newest, never from the stale one', async () => {
    const sizes = [96 * MIB];
    const stale = aCopy({ version: '20250101', sizes: [32 * MIB] });
    const newest = aCopy({ version: '20250301', sizes });
    const a = await party.start({ name: 'a', games: [stale] });
    const b = await party.start({ name: 'b', games: [newest] });
    const c = await party.start({ name: 'c', games: [newest] });
    const client = await party.start({ name: 'client' });
    for (const { address } of [a, b, c]) await client.run('connect', { address });

    await client.run('download', { game_id: 'ggoo', install: false });

    const holders = [b.peerId, c.peerId].sort();
    const [descriptors] = client.eventsOf('got-game-files');
    expect([...(descriptors?.peers ?? [])].sort()).toEqual(holders);
    const given = bytesBySource(client.eventsOf('download-chunk-finished'));
    expect([...given.keys()].sort()).toEqual(holders);
    await expectSameCopy('ggoo', b, client);
  });

  it('S16: two stale peers that agree have no vote against one with the newest', async () => {
    const client = await party.start({ name: 'client' });
    const one = await party.start({ name: 'one', games: [aCopy({ version: '20250101' })] });
    const two = await party.start({ name: 'two', games: [aCopy({ version: '20250101' })] });
    const newest = await party.start({ name: 'newest', games: [aCopy({ version: '20250301' })] });
    for (const { address } of [one, two, newest]) await client.run('connect', { address });

    await client.run('download', { game_id: 'ggoo', install: false });

    await expectSameCopy('ggoo', newest, client);
  });
});
