import { describe, expect, it } from 'vitest';
import { aCopy, MIB } from './party/copies.ts';
import { expectSameCopy, foldersOf, rowOf } from './party/checks.ts';
import { type Peer, type PeerHome } from './party/peer.ts';
import { useParty } from './party/party.ts';

// Three chunks, of which the first is whole after a second at this pace.
const COPY = aCopy({ version: '20250101', sizes: [80 * MIB] });
const PACE = ['--download-limit', '32000000'];

describe('resume', () => {
  const party = useParty();

  it('S18: a download that was killed goes on with what it had, and ends exact', async () => {
    const { alpha, home, kept } = await killedInMidDownload();

    const client = await party.launch(home);
    expect(await rowOf(client, 'ggoo')).toMatchObject({ downloaded: false, local_version: null });
    await client.run('connect', { address: alpha.address });
    const { bytes } = await client.run('download', { game_id: 'ggoo', install: false });

    const [begin] = client.eventsOf('download-begin');
    expect(begin?.bytes_kept).toBeGreaterThanOrEqual(kept);
    expect(bytes).toBe((begin?.bytes_total ?? 0) - (begin?.bytes_kept ?? 0));
    expect(bytes).toBeGreaterThan(0);
    await expectSameCopy('ggoo', alpha, client);
    expect(await foldersOf(client)).toEqual(['ggoo']);
  });

  it('S18: what was kept for another version is not used', async () => {
    const { home } = await killedInMidDownload();
    const newer = await party.start({ name: 'newer', games: [aCopy({ version: '20250301' })] });

    const client = await party.launch(home);
    await client.run('connect', { address: newer.address });
    await client.run('download', { game_id: 'ggoo', install: false });

    expect(client.eventsOf('download-begin')).toMatchObject([{ bytes_kept: 0 }]);
    await expectSameCopy('ggoo', newer, client);
  });

  async function killedInMidDownload(): Promise<{ alpha: Peer; home: PeerHome; kept: number }> {
    const alpha = await party.start({ name: 'alpha', games: [COPY] });
    const killed = await party.start({ name: 'client', flags: PACE });
    await killed.run('connect', { address: alpha.address });
    const broken = killed.attempt('download', { game_id: 'ggoo', install: false });
    const { length } = await killed.waitFor('download-chunk-finished');
    await Promise.all([killed.kill(), expect(broken).rejects.toThrow('never came')]);
    return { alpha, home: killed.home, kept: length };
  }
});
