import { describe, expect, it } from 'vitest';
import { MIB } from './party/copies.ts';
import { bytesBySource, expectEachByteOnce, expectSameCopy } from './party/checks.ts';
import { useParty } from './party/party.ts';

const CHUNK = 32 * MIB;

describe('many sources', () => {
  const party = useParty();

  it('S14: two holders serve a third, with at most one chunk between them', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });
    const second = await party.start({ name: 'second' });
    const third = await party.start({ name: 'third' });
    await second.run('connect', { address: alpha.address });
    await second.run('download', { game_id: 'alienswarm', install: false });
    await third.run('connect', { address: alpha.address });
    await third.run('connect', { address: second.address });

    const { bytes, sources } = await third.run('download', {
      game_id: 'alienswarm',
      install: false,
    });

    const chunks = third.eventsOf('download-chunk-finished');
    const [descriptors] = third.eventsOf('got-game-files');
    if (!descriptors) throw new Error('no got-game-files');
    expectEachByteOnce(descriptors, chunks);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(CHUNK);
    const given = bytesBySource(chunks);
    expect([...given.keys()].sort()).toEqual([alpha.peerId, second.peerId].sort());
    expect(Object.fromEntries(given)).toEqual(
      Object.fromEntries(sources.map((source) => [source.peer_id, source.bytes])),
    );
    expect(sources.reduce((sum, source) => sum + source.bytes, 0)).toBe(bytes);
    const [least = 0, most = 0] = [...given.values()].sort((left, right) => left - right);
    expect(most - least).toBeLessThanOrEqual(CHUNK);
    await expectSameCopy('alienswarm', alpha, third);
  });
});
