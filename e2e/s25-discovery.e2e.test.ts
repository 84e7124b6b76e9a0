import { expect, it, type TestContext } from 'vitest';
import { noteTime } from './lab/figures.ts';
import { describeInLab, useLab } from './lab/lab.ts';
import { type Namespace } from './lab/namespace.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const FOUND_WITHIN_MS = 3_000;
const MOVED_WITHIN_MS = 10_000;
const EXCHANGED_WITHIN_MS = 5_000;
const FOUND_WITHOUT_MULTICAST_MS = 8_000;

describeInLab('discovery', () => {
  const lab = useLab();
  const party = useParty();

  it('S25: peers on one PC without a network find each other within 3 s', async (context) => {
    const pc = await lab.pc();
    pc.multicastOnLoopback();
    await expectFound(context, await start(pc, '127.0.0.1:0', '0.0.0.0:0'));
  });

  it('S25: peers on one PC with two cards find each other within 3 s', async (context) => {
    const [pc, lan, vpn] = [await lab.pc(), await lab.switch(), await lab.switch()];
    lan.plug(pc, 'lan', '10.1.0.1/24');
    vpn.plug(pc, 'vpn', '10.2.0.1/24');
    pc.run('ip route add default via 10.2.0.254');
    await expectFound(context, await start(pc, '0.0.0.0:0', '[::]:0'));
  });

  it('S25: peers that listen on loopback alone find each other, whatever cards there are', async (context) => {
    const [pc, lan] = [await lab.pc(), await lab.switch()];
    pc.multicastOnLoopback();
    lan.plug(pc, 'lan', '10.1.0.1/24');
    await expectFound(context, await start(pc, '127.0.0.1:0', '127.0.0.1:0'));
  });

  it('S25: a PC is found whose default route lies on its other card', async (context) => {
    const [near, far] = [await lab.pc(), await lab.pc()];
    const [lan, vpn] = [await lab.switch(), await lab.switch()];
    lan.plug(near, 'lan', '10.1.0.1/24');
    lan.plug(far, 'lan', '10.1.0.2/24');
    vpn.plug(near, 'vpn', '10.2.0.1/24');
    near.run('ip route add default via 10.2.0.254');
    const peers = [
      await startIn(near, 'near', '[::]:0'),
      await startIn(far, 'far', '[::]:0'),
    ] as const;
    await expectFound(context, peers);
    const { peers: seen } = await peers[1].run('list-peers');
    expect(seen.map(({ address }) => address.split(':')[0])).toEqual(['10.1.0.1']);
  });

  it('S25: PCs whose network drops multicast find each other within 8 s', async (context) => {
    const [one, other, lan] = [await lab.pc(), await lab.pc(), await lab.switch()];
    lan.plug(one, 'lan', '10.1.0.1/24').dropMulticast();
    lan.plug(other, 'lan', '10.1.0.2/24').dropMulticast();
    const peers = [
      await startIn(one, 'one', '[::]:0'),
      await startIn(other, 'other', '[::]:0'),
    ] as const;
    await expectFound(context, peers, FOUND_WITHOUT_MULTICAST_MS);
  });

  it('S25: PCs that have met find each other again where only a router is between them', async () => {
    const [near, far] = await lab.routedNetworks();
    const alpha = await startIn(await lab.routedPc(near, '10.1.0.1'), 'alpha', '[::]:41641');
    const farPc = await lab.routedPc(far, '10.2.0.1');
    const bravo = await startIn(farPc, 'bravo', '[::]:41641');
    await bravo.run('connect', { address: '10.1.0.1' });
    await alpha.waitFor('peer-connected');
    await bravo.shutdown();
    await alpha.waitFor('peer-lost');

    const flags = ['--discovery', '--listen', '[::]:41641'];
    const again = await party.launch(bravo.home, flags, farPc.runtime);
    await again.waitFor('peer-connected', () => true, FOUND_WITHIN_MS);
    const { peers } = await alpha.run('wait-peers', { count: 1 });
    expect(peers).toMatchObject([{ peer_id: bravo.peerId }]);
  });

  it('S25: one typed address brings in everybody of the other network', async (context) => {
    const networks = await lab.routedNetworks();
    const addresses = ['10.1.0.1', '10.1.0.2', '10.2.0.1', '10.2.0.2'];
    const peers: Peer[] = [];
    for (const [index, address] of addresses.entries()) {
      const pc = await lab.routedPc(networks[index < 2 ? 0 : 1], address);
      peers.push(await startIn(pc, `pc${index}`, '[::]:41641'));
    }
    await peers[0]?.run('connect', { address: '10.2.0.1' });
    await noteTime(context, 'everybody found', EXCHANGED_WITHIN_MS, () =>
      Promise.all(peers.map((peer) => peer.run('wait-peers', { count: 3 }))),
    );
  });

  it('S25: PCs joined by two networks talk over the faster one, also where it comes later', async (context) => {
    const [air, cable] = [await lab.switch(), await lab.switch()];
    const pcs = [await lab.pc(), await lab.pc()] as const;
    for (const [index, pc] of pcs.entries()) air.plug(pc, 'wlan0', `10.1.0.${index + 1}/24`);
    const peers = [
      await startIn(pcs[0], 'one', '[::]:0'),
      await startIn(pcs[1], 'other', '[::]:0'),
    ] as const;
    await expectFound(context, peers);
    for (const [index, pc] of pcs.entries()) cable.plug(pc, 'eth0', `10.2.0.${index + 1}/24`);
    for (const peer of peers) {
      const isNear = ({ address }: { readonly address: string }) => address.startsWith('10.2.');
      await peer.waitFor('peer-connected', isNear, MOVED_WITHIN_MS);
      expect((await peer.run('list-peers')).peers.filter(isNear)).toHaveLength(1);
      expect(peer.eventsOf('peer-lost')).toEqual([]);
    }
  });

  it('S28: PCs of one name are told apart', async () => {
    const lan = await lab.switch();
    const peers = [];
    for (const host of [1, 2, 3]) {
      const pc = await lab.pc();
      lan.plug(pc, 'lan', `10.1.0.${host}/24`);
      const home = await party.home(`pc${host}`);
      const flags = ['--discovery', '--listen', '[::]:0', '--name', 'Gamer'];
      peers.push(await party.launch(home, flags, pc.runtime));
    }
    for (const peer of peers) {
      const { peers: seen } = await peer.run('wait-peers', { count: 2 });
      const others = peers.filter((other) => other !== peer).map(({ peerId }) => peerId);
      expect(seen.map(({ peer_id }) => peer_id).sort()).toEqual(others.sort());
      expect(seen.map(({ name }) => name)).toEqual(['Gamer', 'Gamer']);
    }
  });

  async function start(pc: Namespace, first: string, second: string) {
    return [await startIn(pc, 'alpha', first), await startIn(pc, 'bravo', second)] as const;
  }

  function startIn({ runtime }: Namespace, name: string, listen: string): Promise<Peer> {
    return party.start({ name, runtime, flags: ['--discovery', '--listen', listen] });
  }
});

// Counted from when the second of them was ready.
async function expectFound(
  context: TestContext,
  [alpha, bravo]: readonly [Peer, Peer],
  limitMs = FOUND_WITHIN_MS,
): Promise<void> {
  await noteTime(context, 'found', limitMs, () =>
    Promise.all([
      alpha.waitFor('peer-connected', ({ peer_id }) => peer_id === bravo.peerId, limitMs),
      bravo.waitFor('peer-connected', ({ peer_id }) => peer_id === alpha.peerId, limitMs),
    ]),
  );
  const vias = [];
  for (const peer of [alpha, bravo]) {
    const { peers } = await peer.run('list-peers');
    vias.push(...peers.map(({ via }) => via));
    expect(peer.eventsOf('peer-lost')).toEqual([]);
  }
  // Who is dialled before it has found anybody knows nothing of discovery.
  expect(vias).toHaveLength(2);
  expect(vias).toContain('discovery');
}
