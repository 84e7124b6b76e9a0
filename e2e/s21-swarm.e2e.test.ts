import { describe, expect, it } from 'vitest';
import { aCopy, MIB } from './party/copies.ts';
import { bytesBySource, expectEachByteOnce, expectSameCopy, rowOf } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const COPY = aCopy({ version: '20250101', sizes: [96 * MIB] });
const OLDER = aCopy({ version: '20240101', sizes: [4 * MIB] });

/** Slow enough that the first download is under way for some ten seconds. */
const SLOW_HOLDER = ['--upload-limit', '8000000'];

describe('swarm', () => {
  const party = useParty();

  it('S21: a peer in mid-download gives what it has to one that fetches the same', async () => {
    const { holder, early, late } = await room();
    const first = early.run('download', { game_id: 'ggoo', install: false });
    await early.waitFor('download-chunk-finished', ({ path }) => path === 'data-1.bin');

    const second = late.run('download', { game_id: 'ggoo', install: false });
    await late.waitFor('download-chunk-finished', ({ peer_id }) => peer_id === early.peerId);

    expect(early.eventsOf('download-finished')).toEqual([]);
    expect(await rowOf(early, 'ggoo')).toMatchObject({ availability: 'Downloading' });
    expect(await rowOf(late, 'ggoo')).toMatchObject({ peer_count: 1, peers: [holder.peerId] });
    const [descriptors] = late.eventsOf('got-game-files');
    if (!descriptors) throw new Error('no got-game-files');
    expect(descriptors.peers).toEqual([holder.peerId]);

    const { bytes, sources } = await second;
    const chunks = late.eventsOf('download-chunk-finished');
    expectEachByteOnce(descriptors, chunks);
    expect(Object.fromEntries(bytesBySource(chunks))).toEqual(
      Object.fromEntries(sources.map((source) => [source.peer_id, source.bytes])),
    );
    expect(sources.reduce((sum, source) => sum + source.bytes, 0)).toBe(bytes);
    await first;
    await expectSameCopy('ggoo', holder, early);
    await expectSameCopy('ggoo', holder, late);
  });

  it('S21: two newcomers get it from one holder in far less than twice the time', async () => {
    const { holder, early, late } = await room();
    const downloads = [early, late].map((peer) =>
      peer.run('download', { game_id: 'ggoo', install: false }),
    );

    const results = await Promise.all(downloads);

    const given = results.map(({ sources }) => bytesFrom(holder, sources));
    const total = given.reduce((sum, bytes) => sum + bytes, 0);
    // Each block leaves the holder about once: without a swarm it would be twice.
    expect(total).toBeLessThan(1.4 * 96 * MIB);
    await expectSameCopy('ggoo', holder, early);
    await expectSameCopy('ggoo', holder, late);
  });

  it('S21: who is in mid-download has no vote, and its older copy counts no longer', async () => {
    const { holder, early, late } = await room([OLDER]);
    const first = early.run('download', { game_id: 'ggoo', install: false });
    await early.waitFor('download-begin');

    expect(await rowOf(late, 'ggoo')).toMatchObject({
      peer_count: 1,
      peers: [holder.peerId],
      eti_game_version: '20250101',
    });
    await late.run('download', { game_id: 'ggoo', install: false });
    await first;
    await expectSameCopy('ggoo', holder, early);
  });

  it('S21: what a newcomer has fetched is of use when the only holder is gone', async () => {
    const { holder, early, late } = await room();
    const first = early.attempt('download', { game_id: 'ggoo', install: false });
    await early.waitFor('download-chunk-finished', ({ path }) => path === 'data-1.bin');
    const second = late.attempt('download', { game_id: 'ggoo', install: false });
    await late.waitFor('download-begin');

    await holder.kill();

    // Neither can end: each waits for what the other lacks too, but not for ever.
    expect(await first).toMatchObject({ ok: false, error: { code: 'sources-lost' } });
    expect(await second).toMatchObject({ ok: false, error: { code: 'sources-lost' } });
    expect(
      bytesBySource(late.eventsOf('download-chunk-finished')).get(early.peerId),
    ).toBeGreaterThan(0);
  });

  async function room(
    games: Parameters<typeof party.start>[0]['games'] = [],
  ): Promise<{ holder: Peer; early: Peer; late: Peer }> {
    const holder = await party.start({ name: 'holder', games: [COPY], flags: SLOW_HOLDER });
    // Asking for its hashes has the copy hashed; after that its manifest is known to all.
    await holder.run('verify', { game_id: 'ggoo' });
    const early = await party.start({ name: 'early', games });
    const late = await party.start({ name: 'late' });
    await early.run('connect', { address: holder.address });
    await late.run('connect', { address: holder.address });
    await late.run('connect', { address: early.address });
    return { holder, early, late };
  }
});

function bytesFrom(
  peer: Peer,
  sources: readonly { readonly peer_id: string; readonly bytes: number }[],
): number {
  return sources.find(({ peer_id }) => peer_id === peer.peerId)?.bytes ?? 0;
}
