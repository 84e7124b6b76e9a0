import { expect, it } from 'vitest';
import { noteTime } from './lab/figures.ts';
import { describeInLab, useLab } from './lab/lab.ts';
import type { Namespace } from './lab/namespace.ts';
import { expectSameCopy } from './party/checks.ts';
import { type Games, useParty } from './party/party.ts';
import type { Peer } from './party/peer.ts';

const PORT = 41_641;
const FOUND_WITHOUT_MULTICAST_MS = 8_000;
const LINK_ADDRESS = /^\[fe80:[\da-f:]+%lan\]:41641$/;

describeInLab('a cable that carries IPv6 alone', () => {
  const lab = useLab();
  const party = useParty();

  it('S25: PCs find each other on it and give games both ways, though one lets nobody in', async (context) => {
    const [blocked, open, lan] = [await lab.pc(), await lab.pc(), await lab.switch()];
    for (const pc of [blocked, open]) lan.plugWithoutIPv4(pc, 'lan');
    blocked.dropCallers(PORT);
    const alpha = await startIn(blocked, 'alpha', ['alpha/ggoo']);
    const bravo = await startIn(open, 'bravo', ['alpha/bf1942']);
    await noteTime(context, 'found', FOUND_WITHOUT_MULTICAST_MS, () => findEachOther(alpha, bravo));
    const { peers } = await alpha.run('list-peers');
    expect(peers.map(({ address }) => address)).toEqual([expect.stringMatching(LINK_ADDRESS)]);

    // Nobody can dial alpha, so what it gives goes over a connection that it was asked to open.
    await bravo.run('download', { game_id: 'ggoo', install: false });
    await alpha.run('download', { game_id: 'bf1942', install: false });
    await expectSameCopy('ggoo', alpha, bravo);
    await expectSameCopy('bf1942', bravo, alpha);
    const card = async () => (await alpha.run('diagnose')).links[0]?.card?.name;
    await expect.poll(card, { timeout: 15_000 }).toBe('lan');
  });

  it('S25: a PC without IPv4 and one that has both find each other', async (context) => {
    const [six, both, lan] = [await lab.pc(), await lab.pc(), await lab.switch()];
    lan.plugWithoutIPv4(six, 'lan');
    lan.plug(both, 'lan', '10.1.0.2/24');
    const alpha = await startIn(six, 'alpha');
    const bravo = await startIn(both, 'bravo');
    await noteTime(context, 'found', FOUND_WITHOUT_MULTICAST_MS, () => findEachOther(alpha, bravo));
  });

  function startIn({ runtime }: Namespace, name: string, games: readonly Games[] = []) {
    const flags = ['--discovery', '--listen', `[::]:${PORT}`];
    return party.start({ name, runtime, games, flags });
  }
});

function findEachOther(...peers: readonly Peer[]): Promise<unknown> {
  return Promise.all(peers.map((peer) => peer.waitFor('peer-connected')));
}
