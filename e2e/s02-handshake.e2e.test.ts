import { describe, expect, it } from 'vitest';
import { rowOf } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

describe('handshake', () => {
  const party = useParty();

  it('S2: each lists exactly one peer, never itself', async () => {
    const { alpha, bravo } = await connected();

    expect(await peersOf(alpha)).toEqual([{ ...self(bravo), games: 4, via: 'connect' }]);
    expect(await peersOf(bravo)).toEqual([{ ...self(alpha), games: 3, via: 'connect' }]);
  });

  it('S2: has the library of the other as soon as connect is answered', async () => {
    const { alpha, bravo } = await connected();

    const theirs = alpha.eventsOf('remote-library-changed').filter(isOf(bravo)).at(-1);
    expect(theirs?.games.map(({ id }) => id).sort()).toEqual(['bfbc2', 'cnc4', 'cnctw', 'ggoo']);
    const ours = bravo.eventsOf('remote-library-changed').filter(isOf(alpha)).at(-1);
    expect(ours?.games.map(({ id }) => id).sort()).toEqual(['alienswarm', 'bf1942', 'ggoo']);
    expect(await rowOf(alpha, 'cnctw')).toMatchObject({ peers: [bravo.peerId] });
    expect(await rowOf(bravo, 'bf1942')).toMatchObject({ peers: [alpha.peerId] });
  });

  it('S2: connecting again, and from the other side too, leaves one peer', async () => {
    const { alpha, bravo } = await connected();

    await Promise.all([
      alpha.run('connect', { address: bravo.address }),
      bravo.run('connect', { address: alpha.address }),
    ]);

    expect(await peersOf(alpha)).toHaveLength(1);
    expect(await peersOf(bravo)).toHaveLength(1);
    expect(alpha.eventsOf('peer-connected')).toHaveLength(1);
    expect(bravo.eventsOf('peer-connected')).toHaveLength(1);
    expect(alpha.eventsOf('peer-lost')).toEqual([]);
    expect(bravo.eventsOf('peer-lost')).toEqual([]);
  });

  async function connected(): Promise<{ alpha: Peer; bravo: Peer }> {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });
    const bravo = await party.start({ name: 'bravo', games: ['bravo'] });
    const answer = await alpha.run('connect', { address: bravo.address });
    expect(answer).toEqual(self(bravo));
    return { alpha, bravo };
  }
});

async function peersOf(peer: Peer) {
  return (await peer.run('list-peers')).peers;
}

function self(peer: Peer) {
  return { peer_id: peer.peerId, name: peer.home.name, address: peer.address };
}

function isOf(peer: Peer): (event: { readonly peer_id: string }) => boolean {
  return (event) => event.peer_id === peer.peerId;
}
