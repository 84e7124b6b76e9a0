import { describe, expect, it } from 'vitest';
import { noteTime } from './lab/figures.ts';
import { describeInLab, useLab } from './lab/lab.ts';
import { type Namespace } from './lab/namespace.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const PORT = 41_641;
const BEACON_PORT = 41_642;
const MDNS_PORT = 5_353;
/** A dial in vain, and ten seconds for the other end to come by itself. */
const TOLD_WITHIN_MS = 20_000;

describe('diagnose', () => {
  const party = useParty();

  it('tells of nobody where nobody is here, and what is known of each PC', async () => {
    const alpha = await party.start({ name: 'alpha' });
    const bravo = await party.start({ name: 'bravo' });
    expect(await alpha.run('diagnose')).toEqual({ links: [] });
    await alpha.run('connect', { address: bravo.address });

    // Who has called is tried from the other end, which then says so.
    await bravo.run('diagnose');
    const link = await untilVerdict(alpha, 'fine');

    expect(link).toMatchObject({
      ...{ peer_id: bravo.peerId, name: 'bravo', address: bravo.address },
      ...{ reaches_it: 'yes', reaches_me: 'yes', hears: null, is_heard: null, card: null },
      advice: 'bravo and this PC reach each other.',
    });
    expect(alpha.eventsOf('link-changed')).toEqual([]);
  });
});

describeInLab('diagnose behind a firewall', () => {
  const lab = useLab();
  const party = useParty();

  it('each end says in one sentence what to do, and says so when it is done', async () => {
    const [blocked, open, lan] = [await lab.pc(), await lab.pc(), await lab.switch()];
    lan.plug(blocked, 'lan', '10.1.0.1/24');
    lan.plug(open, 'lan', '10.1.0.2/24');
    const letIn = blocked.dropCallers(PORT);
    const alpha = await startIn(blocked, 'alpha');
    const bravo = await startIn(open, 'bravo');
    await alpha.run('connect', { address: `10.1.0.2:${PORT}` });

    const there = (await bravo.run('diagnose')).links[0];
    expect(there).toMatchObject({ verdict: 'blocked-there', reaches_it: 'no', reaches_me: 'yes' });
    expect(there?.advice).toBe(
      `This PC can't open connections to alpha: allow Lanspread (TCP port ${PORT}) in the firewall there.`,
    );
    expect(there?.card?.name).toBe('lan');
    const told = await alpha.waitFor('link-changed');
    expect(told).toEqual({
      ...{ peer_id: bravo.peerId, verdict: 'blocked-here' },
      advice: `bravo can't open connections to this PC: allow Lanspread (TCP port ${PORT}) in the firewall here.`,
    });

    letIn();
    expect((await bravo.run('diagnose')).links[0]?.verdict).toBe('fine');
    await alpha.waitFor('link-changed', ({ verdict }) => verdict === 'fine');
    await bravo.waitFor('link-changed', ({ verdict }) => verdict === 'fine');
  });

  it('two PCs that both let nobody in are told so in one sentence, and meet once one of them does', async (context) => {
    const [lan, third] = [await lab.switch(), await lab.pc()];
    const pcs = [await lab.pc(), await lab.pc()] as const;
    const letIn = pcs.map((pc, index) => {
      lan.plug(pc, 'lan', `10.1.0.${index + 1}/24`);
      // As Windows does: nothing comes in that was not asked for, announcements included.
      for (const port of [MDNS_PORT, BEACON_PORT]) pc.dropPackets(port);
      return pc.dropCallers(PORT);
    });
    lan.plug(third, 'lan', '10.1.0.3/24');
    const host = await startIn(third, 'host', ['--discovery']);
    const peers = [
      await startIn(pcs[0], 'alpha', ['--discovery']),
      await startIn(pcs[1], 'bravo', ['--discovery']),
    ] as const;
    const [alpha, bravo] = peers;
    for (const peer of peers) await peer.run('connect', { address: `10.1.0.3:${PORT}` });
    await noteTime(context, 'both are told', TOLD_WITHIN_MS, () =>
      Promise.all(peers.map((peer) => peer.waitFor('link-changed', isBlockedBoth, TOLD_WITHIN_MS))),
    );
    expect((await host.run('list-peers')).peers).toHaveLength(2);
    const told = await alpha.waitFor('link-changed', isBlockedBoth);
    expect(told).toEqual({
      ...{ peer_id: bravo.peerId, verdict: 'blocked-both' },
      advice: `No new connection gets through between 10.1.0.2:${PORT} and this PC: allow Lanspread in both firewalls, and turn off client isolation where one is on Wi-Fi.`,
    });
    const { links } = await bravo.run('diagnose');
    expect(links).toMatchObject([
      { peer_id: host.peerId },
      { peer_id: alpha.peerId, verdict: 'blocked-both', reaches_it: 'no' },
    ]);

    letIn[1]?.();
    await alpha.run('connect', { address: `10.1.0.2:${PORT}` });
    expect((await alpha.run('list-peers')).peers).toHaveLength(2);
    expect((await linksOf(alpha)).map(({ verdict }) => verdict)).not.toContain('blocked-both');
  });

  it('PCs that have found each other say what they have heard', async () => {
    const [one, other, lan] = [await lab.pc(), await lab.pc(), await lab.switch()];
    lan.plug(one, 'lan', '10.1.0.1/24').dropMulticast();
    lan.plug(other, 'lan', '10.1.0.2/24').dropMulticast();
    const peers = [
      await startIn(one, 'one', ['--discovery']),
      await startIn(other, 'other', ['--discovery']),
    ];
    for (const peer of peers) await peer.waitFor('peer-connected');
    const heard = { multicast: false, beacon: true };
    for (const peer of peers) {
      await expect
        .poll(() => linkOf(peer), { timeout: 15_000 })
        .toMatchObject({
          ...{ verdict: 'fine', hears: heard, is_heard: heard },
        });
    }
  });

  function startIn({ runtime }: Namespace, name: string, flags: readonly string[] = []) {
    const listen = ['--listen', `0.0.0.0:${PORT}`];
    return party.start({ name, runtime, flags: [...listen, ...flags] });
  }
});

function isBlockedBoth({ verdict }: { readonly verdict: string }): boolean {
  return verdict === 'blocked-both';
}

async function linksOf(peer: Peer) {
  const { links } = await peer.run('diagnose');
  return links;
}

async function linkOf(peer: Peer) {
  return (await linksOf(peer))[0];
}

async function untilVerdict(peer: Peer, verdict: string) {
  await expect.poll(async () => (await linkOf(peer))?.verdict, { timeout: 15_000 }).toBe(verdict);
  return linkOf(peer);
}
