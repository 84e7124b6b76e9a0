import { open, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aCopy, MIB } from './party/copies.ts';
import { bytesBySource, expectEachByteOnce, expectSameCopy, rowOf } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const BLOCK = 4 * MIB;
const SIZE = 96 * MIB;
const COPY = aCopy({ version: '20250101', sizes: [SIZE] });

describe('bad source', () => {
  const party = useParty();

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

  async function hashedPeer(name: string): Promise<Peer> {
    const peer = await party.start({ name, games: [COPY] });
    // Asking for its hashes has the copy hashed; after that its manifest is known to all.
    await peer.run('verify', { game_id: 'ggoo' });
    expect(await rowOf(peer, 'ggoo')).toMatchObject({ hashed: true });
    return peer;
  }
});

// In place, with size and time as before: a disk that rots looks like this.
async function changeEachBlock(peer: Peer): Promise<void> {
  const file = join(peer.folder('ggoo'), 'data-1.bin');
  const { atime, mtime } = await stat(file);
  const handle = await open(file, 'r+');
  const wrong = Buffer.from('wrong bytes');
  for (let offset = 0; offset < SIZE; offset += BLOCK) {
    await handle.write(wrong, 0, wrong.length, offset + 1000);
  }
  await handle.close();
  await utimes(file, atime, mtime);
}
