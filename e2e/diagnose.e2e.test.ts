import { describe, expect, it } from 'vitest';
import { describeInLab, useLab } from './lab/lab.ts';
import { type Namespace } from './lab/namespace.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const PORT = 41641;

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

async function linkOf(peer: Peer) {
  const { links } = await peer.run('diagnose');
  return links[0];
}

async function untilVerdict(peer: Peer, verdict: string) {
  await expect.poll(async () => (await linkOf(peer))?.verdict, { timeout: 15_000 }).toBe(verdict);
  return linkOf(peer);
}
