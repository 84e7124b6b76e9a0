import { describe, expect, it } from 'vitest';
import { aCopy, MIB, SLOWLY } from './party/copies.ts';
import { bytesBySource, expectEachByteOnce } from './party/checks.ts';
import { isEvent } from './party/contract.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const COPY = aCopy({ version: '20250101', sizes: [10 * MIB, 0, 6 * MIB, 1, 4 * MIB] });

describe('events of a download', () => {
  const party = useParty();

  it('progress is told at most four times a second, and only grows', async () => {
    const client = await downloaded(SLOWLY);

    const times = client.lines
      .filter((line) => isEvent(line, 'download-progress'))
      .map(({ time }) => Date.parse(time));
    expect(times.length).toBeGreaterThan(4);
    for (const [index, time] of times.entries()) {
      const fifth = times[index + 4] ?? Infinity;
      expect(fifth - time, `five events from ${time} on`).toBeGreaterThanOrEqual(990);
    }
    const done = client.eventsOf('download-progress').map(({ bytes_done }) => bytes_done);
    expect(done).toEqual([...done].sort((left, right) => left - right));
    const [begin] = client.eventsOf('download-begin');
    for (const progress of client.eventsOf('download-progress')) {
      expect(progress.bytes_total).toBe(begin?.bytes_total);
      expect(progress.bytes_done).toBeLessThanOrEqual(progress.bytes_total);
    }
  });

  it('all finished ranges together are each byte once, and the sum over the sources', async () => {
    const client = await downloaded([]);

    const [descriptors] = client.eventsOf('got-game-files');
    const [summary] = client.eventsOf('download-finished');
    if (!descriptors || !summary) throw new Error('the download is not told of');
    const chunks = client.eventsOf('download-chunk-finished');
    expectEachByteOnce(descriptors, chunks);
    const total = descriptors.files.reduce((sum, { size }) => sum + size, 0);
    expect(summary.bytes).toBe(total);
    expect(summary.sources.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(total);
    expect(Object.fromEntries(bytesBySource(chunks))).toEqual(
      Object.fromEntries(summary.sources.map(({ peer_id, bytes }) => [peer_id, bytes])),
    );
  });

  it('its row is downloading meanwhile, and the library tells so', async () => {
    const client = await downloaded([]);

    const states = client
      .eventsOf('local-library-changed')
      .map(({ games }) => games.find(({ id }) => id === 'ggoo')?.availability);
    expect(states).toContain('Downloading');
    expect(states.at(-1)).toBe('Ready');
  });

  async function downloaded(flags: readonly string[]): Promise<Peer> {
    const client = await party.start({ name: 'client', flags });
    for (const name of ['alpha', 'bravo']) {
      const { address } = await party.start({ name, games: [COPY] });
      await client.run('connect', { address });
    }
    await client.run('download', { game_id: 'ggoo', install: false });
    return client;
  }
});
