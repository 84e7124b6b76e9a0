import { open, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GameCopy } from '../fixtures/games/write-game.ts';
import { aCopy, MIB } from './party/copies.ts';
import { bytesBySource, expectEachByteOnce, expectSameCopy, rowOf } from './party/checks.ts';
import { type EventOf } from './party/contract.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const BLOCK = 4 * MIB;
const SIZE = 96 * MIB;
const COPY = aCopy({ version: '20250101', sizes: [SIZE] });
const SMALL = aCopy({ version: '20250101', sizes: [24 * MIB] });
/** The same sizes, so that only its hash tells it from the right one. */
const OTHER = aCopy({ version: '20250101', seed: '20250909', sizes: [24 * MIB] });

describe('bad source', () => {
  const party = useParty({ isHostile: true });

  it('S20: changed bytes are rejected, fetched elsewhere, and their source asked no more', async () => {
    const names = ['alpha', 'bravo', 'bad'];
    const [alpha, bravo, bad] = await Promise.all(names.map((name) => hashedPeer(name)));
    if (!alpha || !bravo || !bad) throw new Error('three peers were started');
    await changeEachBlock(bad);
    const client = await party.start({ name: 'client', flags: ['--download-limit', '40000000'] });
    for (const { address } of [alpha, bravo, bad]) await client.run('connect', { address });

    const { sources } = await client.run('download', { game_id: 'ggoo', install: false });

    const rejected = client.eventsOf('chunk-rejected');
    expect(rejected.length).toBeGreaterThan(0);
    expect(new Set(rejected.map(({ peer_id }) => peer_id))).toEqual(new Set([bad.peerId]));
    const [descriptors] = client.eventsOf('got-game-files');
    if (!descriptors) throw new Error('no got-game-files');
    expect(descriptors.peers).toContain(bad.peerId);
    const chunks = client.eventsOf('download-chunk-finished');
    expectEachByteOnce(descriptors, chunks);
    const large = chunks.filter(({ path }) => path === 'data-1.bin');
    expect([...bytesBySource(large).keys()].sort()).toEqual([alpha.peerId, bravo.peerId].sort());
    // After the second wrong block it is not asked again; some requests were on their way.
    expect(rejected.length).toBeLessThanOrEqual(8);
    expect(sources.map(({ peer_id }) => peer_id)).toEqual(
      expect.arrayContaining([alpha.peerId, bravo.peerId]),
    );
    await expectSameCopy('ggoo', alpha, client);
  });

  it('S20: one honest source among nine liars is enough', async () => {
    const honest = await hashedPeer('honest', SMALL);
    const liars: Peer[] = [];
    for (let number = 1; number <= 9; number += 1) {
      const liar = await hashedPeer(`liar-${number}`, SMALL);
      await changeEachBlock(liar);
      liars.push(liar);
    }
    const client = await party.start({ name: 'client' });
    for (const { address } of [...liars, honest]) await client.run('connect', { address });

    const { sources } = await client.run('download', { game_id: 'ggoo', install: false });

    const large = client
      .eventsOf('download-chunk-finished')
      .filter(({ path }) => path === 'data-1.bin');
    expect([...bytesBySource(large).keys()]).toEqual([honest.peerId]);
    const rejected = new Set(client.eventsOf('chunk-rejected').map(({ peer_id }) => peer_id));
    expect(rejected.has(honest.peerId)).toBe(false);
    expect(sources.map(({ peer_id }) => peer_id)).toContain(honest.peerId);
    await expectSameCopy('ggoo', honest, client);
  });

  it('S20: nothing but liars is a clear failure, and leaves no copy', async () => {
    const liars = [await hashedPeer('liar-1', SMALL), await hashedPeer('liar-2', SMALL)];
    for (const liar of liars) await changeEachBlock(liar);
    const client = await party.start({ name: 'client' });
    for (const { address } of liars) await client.run('connect', { address });

    const result = await client.attempt('download', { game_id: 'ggoo', install: false });

    expect(result).toMatchObject({ ok: false, error: { code: 'hash-mismatch' } });
    const named = new Set(client.eventsOf('chunk-rejected').map(({ peer_id }) => peer_id));
    expect(named).toEqual(new Set(liars.map(({ peerId }) => peerId)));
    expect(await rowOf(client, 'ggoo')).toMatchObject({ downloaded: false });
    await expect(stat(join(client.folder('ggoo'), 'version.ini'))).rejects.toThrow('ENOENT');
  });

  it('S20: the hash in the catalog overrules a majority of liars', async () => {
    const honest = await hashedPeer('honest', SMALL);
    const [{ manifest_hash: hash } = { manifest_hash: null }] = await gotFrom(honest);
    const liars = [await hashedPeer('liar-1', OTHER), await hashedPeer('liar-2', OTHER)];
    const catalog = await catalogWith(hash);
    const client = await party.start({ name: 'client', catalog });
    for (const { address } of [...liars, honest]) await client.run('connect', { address });

    const { sources } = await client.run('download', { game_id: 'ggoo', install: false });

    expect(sources.map(({ peer_id }) => peer_id)).toEqual([honest.peerId]);
    await expectSameCopy('ggoo', honest, client);
  });

  // What someone who fetches from a peer alone hears of its content.
  async function gotFrom(peer: Peer): Promise<readonly EventOf<'got-game-files'>[]> {
    const witness = await party.start({ name: 'witness' });
    await witness.run('connect', { address: peer.address });
    await witness.run('download', { game_id: 'ggoo', install: false });
    const got = witness.eventsOf('got-game-files');
    await witness.shutdown();
    return got;
  }

  async function catalogWith(hash: string | null): Promise<string> {
    const file = join(await party.folder(), 'catalog-with-hash.json');
    const versions = { '20250101': { manifest_hash: hash } };
    await writeFile(file, JSON.stringify({ games: [{ id: 'ggoo', title: 'GGOO', versions }] }));
    return file;
  }

  async function hashedPeer(name: string, copy: GameCopy = COPY): Promise<Peer> {
    const peer = await party.start({ name, games: [copy] });
    // Asking for its hashes has the copy hashed; after that its manifest is known to all.
    await peer.run('verify', { game_id: 'ggoo' });
    expect(await rowOf(peer, 'ggoo')).toMatchObject({ hashed: true });
    return peer;
  }
});

// In place, with size and time as before: a disk that rots looks like this.
async function changeEachBlock(peer: Peer): Promise<void> {
  const file = join(peer.folder('ggoo'), 'data-1.bin');
  const { atime, mtime, size } = await stat(file);
  const handle = await open(file, 'r+');
  const wrong = Buffer.from('wrong bytes');
  for (let offset = 0; offset < size; offset += BLOCK) {
    await handle.write(wrong, 0, wrong.length, offset + 1000);
  }
  await handle.close();
  await utimes(file, atime, mtime);
}
