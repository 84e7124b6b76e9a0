import { describe, expect, it } from 'vitest';
import { aCopy, SIX_BLOCKS, SLOWLY } from './party/copies.ts';
import { expectSameCopy, midDownload } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const COPY = aCopy({ version: '20250101', sizes: SIX_BLOCKS });

/** Most of ten seconds for the game. */
const SLOW_GIVER = ['--upload-limit', '3000000'];

describe('lost source', () => {
  const party = useParty();

  it('S19: when one of two sources dies, the other finishes the job', async () => {
    const { alpha, bravo, client } = await clientOfBoth();
    const download = client.attempt('download', { game_id: 'ggoo', install: false });
    await midDownload(client);

    await bravo.kill();

    expect(await download).toMatchObject({ ok: true });
    expect(client.eventsOf('download-finished')).toHaveLength(1);
    expect(client.eventsOf('peer-lost')).toMatchObject([{ peer_id: bravo.peerId }]);
    await expectSameCopy('ggoo', alpha, client);
  });

  it('S19: with no source left it fails as such, and a later download resumes', async () => {
    const { alpha, bravo, client } = await clientOfBoth();
    const download = client.attempt('download', { game_id: 'ggoo', install: false });
    const kept = await midDownload(client);

    await Promise.all([alpha.kill(), bravo.kill()]);

    expect(await download).toMatchObject({ ok: false, error: { code: 'sources-lost' } });
    expect(client.eventsOf('download-failed')).toMatchObject([{ code: 'sources-lost' }]);
    const again = await party.launch(alpha.home);
    await client.run('connect', { address: again.address });
    await client.run('download', { game_id: 'ggoo', install: false });
    const resumed = client.eventsOf('download-begin').at(-1);
    expect(resumed?.bytes_kept).toBeGreaterThanOrEqual(kept);
    await expectSameCopy('ggoo', again, client);
  });

  it('S19: a source that says goodbye is missed no more than one that dies', async () => {
    const { alpha, bravo, client } = await clientOfBoth();
    const download = client.attempt('download', { game_id: 'ggoo', install: false });
    await midDownload(client);

    await bravo.shutdown();

    expect(await download).toMatchObject({ ok: true });
    await expectSameCopy('ggoo', alpha, client);
  });

  it('S19, W18: when one falls silent without a word, nothing stands still for three seconds', async () => {
    const { alpha, bravo, client } = await clientOfBoth();
    const download = client.attempt('download', { game_id: 'ggoo', install: false });
    await midDownload(client);

    bravo.program.signal('SIGSTOP');

    expect(await download).toMatchObject({ ok: true });
    expect(longestPauseMs(client)).toBeLessThan(3_000);
    await bravo.kill();
    await expectSameCopy('ggoo', alpha, client);
  });

  it('S19: a source that joins in mid-download is used', async () => {
    const alpha = await party.start({ name: 'alpha', games: [COPY], flags: SLOW_GIVER });
    const bravo = await party.start({ name: 'bravo', games: [COPY] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });
    const download = client.run('download', { game_id: 'ggoo', install: false });
    await midDownload(client);

    await client.run('connect', { address: bravo.address });

    const { sources } = await download;
    const given = new Map(sources.map(({ peer_id, bytes }) => [peer_id, bytes]));
    expect(given.get(bravo.peerId)).toBeGreaterThan(0);
    await expectSameCopy('ggoo', alpha, client);
  });

  async function clientOfBoth(): Promise<{ alpha: Peer; bravo: Peer; client: Peer }> {
    const alpha = await party.start({ name: 'alpha', games: [COPY] });
    const bravo = await party.start({ name: 'bravo', games: [COPY] });
    const client = await party.start({ name: 'client', flags: SLOWLY });
    await client.run('connect', { address: alpha.address });
    await client.run('connect', { address: bravo.address });
    return { alpha, bravo, client };
  }
});

/** The longest time in which a download that is under way had nothing new, by what it told. */
function longestPauseMs(client: Peer): number {
  const told = client.timesOf('download-progress', ({ bytes_done }) => bytes_done);
  const changes = told.filter(({ value }, at) => at === 0 || value !== told[at - 1]?.value);
  const pauses = changes.map(({ ms }, at) => ms - (changes[at - 1]?.ms ?? ms));
  return Math.max(0, ...pauses);
}
