import { describe, expect, it } from 'vitest';
import { aCopy, MIB } from './party/copies.ts';
import { expectSameCopy, midDownload } from './party/checks.ts';
import { useParty } from './party/party.ts';

const LIMIT = 6 * MIB;
const SIZE = 18 * MIB;
const COPY = aCopy({ version: '20250101', sizes: [SIZE] });

// Three seconds at the limit; a second may go ahead, and two behind.
const LEAST_SECONDS = 2;
const MOST_SECONDS = 5;

describe('limits', () => {
  const party = useParty();

  it('--download-limit holds over all sources together', async () => {
    const client = await party.start({ name: 'client', flags: ['--download-limit', `${LIMIT}`] });
    for (const name of ['alpha', 'bravo']) {
      const { address } = await party.start({ name, games: [COPY] });
      await client.run('connect', { address });
    }

    const { seconds } = await client.run('download', { game_id: 'ggoo', install: false });

    expect(seconds).toBeGreaterThan(LEAST_SECONDS);
    expect(seconds).toBeLessThan(MOST_SECONDS);
  });

  it('--upload-limit holds over all receivers together', async () => {
    const half = aCopy({ version: '20250101', sizes: [SIZE / 2] });
    const flags = ['--upload-limit', `${LIMIT}`];
    const alpha = await party.start({ name: 'alpha', games: [half], flags });
    const clients = [await party.start({ name: 'one' }), await party.start({ name: 'two' })];
    for (const client of clients) await client.run('connect', { address: alpha.address });

    const summaries = await Promise.all(
      clients.map((client) => client.run('download', { game_id: 'ggoo', install: false })),
    );

    const seconds = Math.max(...summaries.map((summary) => summary.seconds));
    expect(seconds).toBeGreaterThan(LEAST_SECONDS);
    expect(seconds).toBeLessThan(MOST_SECONDS);
  });

  it('pause-sharing stops all bytes within a second; resume-sharing lets a patient one go on', async () => {
    const alpha = await party.start({
      name: 'alpha',
      games: [COPY],
      flags: ['--upload-limit', `${LIMIT}`],
    });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });
    const download = client.attempt('download', { game_id: 'ggoo', install: false, patient: true });
    await midDownload(client);

    const since = performance.now();
    await alpha.run('pause-sharing');
    await client.waitFor('download-waiting', ({ reason }) => reason === 'holder');
    expect(performance.now() - since).toBeLessThan(1_000);
    await client.waitForLast('remote-library-changed', ({ games }) => games.length === 0);
    expect(await alpha.run('status')).toMatchObject({ sharing: false });
    const atPause = client.eventsOf('download-progress').length;
    await client.run('rescan');
    expect(client.eventsOf('download-progress')).toHaveLength(atPause);

    await alpha.run('resume-sharing');
    expect(await download).toMatchObject({ ok: true });
    await expectSameCopy('ggoo', alpha, client);
  });
});
