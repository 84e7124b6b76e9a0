import { describe, expect, it } from 'vitest';
import { aCopy, MIB, SIX_BLOCKS, SLOWLY } from './party/copies.ts';
import { expectSameCopy, midDownload, rowOf } from './party/checks.ts';
import type { ResultOf } from './party/contract.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const IDS = ['bf1942', 'bfbc2', 'cnc4', 'cnctw', 'openarena'];
const VERSION = '20250101';
const COPIES = IDS.map((id) => aCopy({ id, version: VERSION, sizes: [2 * MIB] }));
const LARGE = aCopy({ version: VERSION, sizes: SIX_BLOCKS });

/** Downloads run so many at once. */
const AT_ONCE = 3;

describe('the queue of downloads', () => {
  const party = useParty();

  it('all of many at once finish; those that wait for their turn tell so', async () => {
    const { alpha, client } = await roomWith(COPIES, SLOWLY);
    const downloads = IDS.map((game_id) => client.attempt('download', { game_id }));

    await client.waitFor('download-waiting', ({ game_id }) => game_id === 'openarena');
    expect(statesOf(await client.run('status'))).toEqual([
      ...['running', 'running', 'running'],
      ...['waiting', 'waiting'],
    ]);

    for (const download of downloads) expect(await download).toMatchObject({ ok: true });
    for (const id of IDS) await expectSameCopy(id, alpha, client);
    const changes = client.eventsOf('queue-changed');
    for (const { entries } of changes) {
      const running = entries.filter(({ state }) => state === 'running');
      expect(running.length).toBeLessThanOrEqual(AT_ONCE);
    }
    expect(changes.at(-1)).toEqual({ entries: [] });
  });

  it('pause stops the bytes and keeps them; resume ends in the one result', async () => {
    const { alpha, client } = await roomWith([LARGE], SLOWLY);
    const download = client.attempt('download', { game_id: 'ggoo', install: false });
    const kept = await midDownload(client);

    await client.run('pause', { game_id: 'ggoo' });
    const atPause = client.eventsOf('download-progress').length;
    expect(await rowOf(client, 'ggoo')).toMatchObject({
      ...{ availability: 'Absent', queue: { state: 'paused', position: 0 } },
    });
    expect(await client.run('status')).toMatchObject({ downloads: 0 });
    await client.run('verify', { game_id: 'ggoo' }).catch(() => undefined);
    expect(client.eventsOf('download-progress')).toHaveLength(atPause);

    await client.run('resume', { game_id: 'ggoo' });
    expect(await download).toMatchObject({ ok: true });
    expect(client.eventsOf('download-begin').at(-1)?.bytes_kept).toBeGreaterThanOrEqual(kept);
    expect(client.eventsOf('download-failed')).toEqual([]);
    await expectSameCopy('ggoo', alpha, client);
  });

  it('move changes who is next, and cancel without keep deletes what was fetched', async () => {
    const { client } = await roomWith([...COPIES, LARGE], ['--download-limit', '2000000']);
    const large = client.attempt('download', { game_id: 'ggoo' });
    await midDownload(client);
    for (const game_id of IDS) await client.attempt('download', { game_id, wait: false });
    await client.run('move', { game_id: 'openarena', position: 0 });
    expect(idsOf(await client.run('status'))[0]).toBe('openarena');

    await client.run('cancel', { game_id: 'ggoo', keep: false });
    expect(await large).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await client.waitFor('got-game-files', ({ game_id }) => game_id === 'openarena');
    const begun = client.eventsOf('got-game-files').map(({ game_id }) => game_id);
    expect(begun.indexOf('openarena')).toBe(AT_ONCE);

    await client.run('pause');
    await client.attempt('download', { game_id: 'ggoo', wait: false });
    await client.waitForLast('download-begin', (begin) => begin.game_id === 'ggoo');
    expect(client.eventsOf('download-begin').at(-1)).toMatchObject({ bytes_kept: 0 });
  });

  it('a patient download waits for a holder and goes on when one returns', async () => {
    const { alpha, client } = await roomWith([LARGE], SLOWLY);
    const download = client.attempt('download', { game_id: 'ggoo', patient: true });
    await midDownload(client);

    await alpha.kill();
    await client.waitFor('download-waiting', ({ reason }) => reason === 'holder');
    expect(statesOf(await client.run('status'))).toEqual(['no-holder']);

    const again = await party.launch(alpha.home);
    await client.run('connect', { address: again.address });
    expect(await download).toMatchObject({ ok: true });
    expect(client.eventsOf('download-failed')).toEqual([]);
    await expectSameCopy('ggoo', again, client);
  });

  it('after a kill the order stands: what is patient goes on, what was paused waits', async () => {
    const large = IDS.map((id) => aCopy({ id, version: VERSION, sizes: [4 * MIB, 4 * MIB] }));
    const { alpha, client } = await roomWith(large, SLOWLY);
    const ask = { install: false, wait: false, patient: true };
    for (const game_id of IDS) await client.attempt('download', { game_id, ...ask });
    await client.run('pause', { game_id: 'cnctw' });
    await client.run('move', { game_id: 'openarena', position: 1 });
    const begun = await client.waitFor('download-chunk-finished', ({ length }) => length > MIB);
    const before = idsOf(await client.run('status'));
    expect(before).toContain(begun.game_id);
    await client.kill();

    const restarted = await party.launch(client.home);
    const { entries } = await restarted.waitFor('queue-changed');
    expect(entries.map(({ game_id }) => game_id)).toEqual(before);
    await restarted.run('connect', { address: alpha.address });

    await restarted.waitForLast('queue-changed', (queue) => queue.entries.length === 1);
    expect(await restarted.run('status')).toMatchObject({
      queue: [{ game_id: 'cnctw', state: 'paused' }],
    });
    const resumed = restarted
      .eventsOf('download-begin')
      .find(({ game_id }) => game_id === begun.game_id);
    expect(resumed?.bytes_kept).toBeGreaterThanOrEqual(begun.length);
    await restarted.run('resume');
    await restarted.waitFor('download-finished', ({ game_id }) => game_id === 'cnctw');
    for (const id of IDS) await expectSameCopy(id, alpha, restarted);
  });

  it('what a command waited for comes back paused, and a new command takes it up', async () => {
    const { alpha, client } = await roomWith([LARGE], SLOWLY);
    void client.attempt('download', { game_id: 'ggoo' }).catch(() => undefined);
    await client.waitFor('download-chunk-finished');
    await client.kill();

    const restarted = await party.launch(client.home);
    await restarted.run('connect', { address: alpha.address });
    expect(statesOf(await restarted.run('status'))).toEqual(['paused']);
    await restarted.run('download', { game_id: 'ggoo', install: false });

    expect(restarted.eventsOf('download-begin')).toHaveLength(1);
    expect(restarted.eventsOf('download-begin')[0]?.bytes_kept).toBeGreaterThan(0);
    expect(await rowOf(restarted, 'ggoo')).toMatchObject({ installed: false, queue: null });
    await expectSameCopy('ggoo', alpha, restarted);
  });

  async function roomWith(
    games: readonly ReturnType<typeof aCopy>[],
    flags: readonly string[],
  ): Promise<{ alpha: Peer; client: Peer }> {
    const alpha = await party.start({ name: 'alpha', games });
    const client = await party.start({ name: 'client', flags });
    await client.run('connect', { address: alpha.address });
    return { alpha, client };
  }
});

function statesOf({ queue }: ResultOf<'status'>): readonly string[] {
  return queue.map(({ state }) => state);
}

function idsOf({ queue }: ResultOf<'status'>): readonly string[] {
  return queue.map(({ game_id }) => game_id);
}
