import { cp } from 'node:fs/promises';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { ManInTheMiddle } from '../fixtures/wire/man-in-the-middle.ts';
import { tlsOf } from '../fixtures/wire/tls-of.ts';
import { startWirePeer, type WirePeer } from '../fixtures/wire/wire-peer.ts';
import { parseAddress } from '../main/wire/address.ts';
import { type Identity, makeIdentity } from '../main/wire/identity.ts';
import { encodeFrame } from '../main/wire/link/frames.ts';
import { helloMessage } from '../main/wire/link/hello.ts';
import { expectSameCopy, rowOf } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

describe('identity', () => {
  const party = useParty({ isHostile: true });
  const running: (() => unknown)[] = [];

  afterEach(async () => {
    for (const stop of running.splice(0)) await stop();
  });

  it('S26: a proxy in the middle is one more peer, and the real one keeps its entry', async () => {
    const [alpha, bravo, mallory] = await withBravo();
    const before = await entriesOf(alpha);
    const middle = await standing(ManInTheMiddle.reader(bravo.address, mallory));

    const connected = await alpha.run('connect', { address: middle.address });

    expect(connected.peer_id).toBe(mallory.peerId);
    const entries = await entriesOf(alpha);
    expect(entries.find(({ peer_id }) => peer_id === bravo.peerId)).toEqual(before[0]);
    expect(entries.map(({ peer_id }) => peer_id).sort()).toEqual(
      [bravo.peerId, mallory.peerId].sort(),
    );
    expect(alpha.eventsOf('peer-lost')).toEqual([]);
    await alpha.run('download', { game_id: 'ggoo', install: false });
    await expectSameCopy('ggoo', bravo, alpha);
  });

  it('S26: an id claimed in hello changes nothing, and the claimed one keeps its entry', async () => {
    const [alpha, bravo, mallory] = await withBravo();
    const before = await entriesOf(alpha);
    const id = bravo.peerId;
    const facts = { name: 'bravo', appVersion: '1', instance: 1, listenPort: 1 };
    const hello = helloMessage(facts, 'session');
    const library = { type: 'library', revision: 1, offers: [], more: false };
    const socket = connectAs(mallory, alpha.address);
    socket.write(encodeFrame({ ...hello, id, peerId: id, peer_id: id }));
    socket.write(encodeFrame({ ...library, id, peerId: id }));

    await alpha.waitFor('peer-connected', ({ peer_id }) => peer_id === mallory.peerId);

    const entries = await entriesOf(alpha);
    expect(entries).toHaveLength(2);
    expect(entries.find(({ peer_id }) => peer_id === bravo.peerId)).toEqual(before[0]);
  });

  it('S26: whoever takes over the address of a lost peer does not become that peer', async () => {
    const [alpha, bravo] = await withBravo();
    await bravo.kill();
    await alpha.waitFor('peer-lost', ({ peer_id }) => peer_id === bravo.peerId);

    const squatter = await hostile('bravo', bravo.address);

    const came = await alpha.waitFor('peer-connected', ({ peer_id }) => peer_id !== bravo.peerId);
    expect(came.peer_id).toBe(squatter.identity.peerId);
    expect(await entriesOf(alpha)).toMatchObject([{ peer_id: squatter.identity.peerId, games: 0 }]);
    expect(await rowOf(alpha, 'ggoo')).toMatchObject({ peer_count: 0 });
  });

  it('W16: the own id, straight or through a relay, is refused and never listed', async () => {
    const alpha = await party.start({ name: 'alpha' });
    const relay = await standing(ManInTheMiddle.relay(alpha.address));

    for (const address of [alpha.address, relay.address]) {
      expect(await alpha.attempt('connect', { address })).toMatchObject({
        ok: false,
        error: { code: 'peer-refused', message: expect.stringContaining('own PC') as string },
      });
    }

    expect(await entriesOf(alpha)).toEqual([]);
    expect(alpha.eventsOf('peer-connected')).toEqual([]);
  });

  it('W16: one id at two addresses is one entry', async () => {
    const [alpha, bravo] = await withBravo();
    const home = await party.home('twin');
    await cp(bravo.home.stateDir, home.stateDir, { recursive: true });
    const twin = await party.launch(home);
    expect(twin.peerId).toBe(bravo.peerId);

    await alpha.run('connect', { address: twin.address });

    expect(await entriesOf(alpha)).toMatchObject([{ peer_id: bravo.peerId }]);
    expect(await bravo.attempt('connect', { address: twin.address })).toMatchObject({
      error: { code: 'peer-refused' },
    });
  });

  async function withBravo() {
    const alpha = await party.start({ name: 'alpha' });
    const bravo = await party.start({ name: 'bravo', games: ['bravo'] });
    await alpha.run('connect', { address: bravo.address });
    return [alpha, bravo, await makeIdentity()] as const;
  }

  function connectAs(identity: Identity, address: string) {
    const socket = connect({ ...tlsOf(identity), ...parseAddress(address) });
    running.push(() => socket.destroy());
    return socket;
  }

  async function hostile(name: string, listen: string): Promise<WirePeer> {
    const peer = await startWirePeer({ name, listen });
    running.push(() => peer.network.stop());
    // A peer counts once it has told its library, be it an empty one.
    peer.network.listen((event) => {
      if (event.type !== 'session-opened') return;
      peer.network.send(event.sessionId, { type: 'library', revision: 1, offers: [] });
    });
    return peer;
  }

  async function standing(middle: Promise<ManInTheMiddle>): Promise<ManInTheMiddle> {
    const started = await middle;
    running.push(() => {
      started.stop();
    });
    return started;
  }
});

async function entriesOf(peer: Peer) {
  return (await peer.run('list-peers')).peers;
}
