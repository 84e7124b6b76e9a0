import { expect, it } from 'vitest';
import { describeInLab, useLab } from './lab/lab.ts';
import { type Namespace } from './lab/namespace.ts';
import { bytesBySource, expectEachByteOnce, expectSameCopy } from './party/checks.ts';
import { aCopy, MIB } from './party/copies.ts';
import { type Games, useParty } from './party/party.ts';

const PORT = 41641;
// Six seconds alone: enough for a second source to come in, on a busy machine too.
const SLOWLY = ['--upload-limit', '12000000'];
const LARGE = aCopy({ version: '20250301', sizes: [24 * MIB, 24 * MIB, 24 * MIB] });

describeInLab('a PC whose firewall drops what comes in', () => {
  const lab = useLab();
  const party = useParty();

  it('gives and gets: the session that it opened serves both ways, and so does data', async () => {
    const [blocked, open] = await twoPcs();
    const alpha = await startIn(blocked, 'alpha', ['alpha/ggoo']);
    const bravo = await startIn(open, 'bravo', ['alpha/bf1942']);
    await alpha.run('connect', { address: `10.1.0.2:${PORT}` });

    const given = await bravo.run('download', { game_id: 'ggoo', install: false });
    const got = await alpha.run('download', { game_id: 'bf1942', install: false });

    expect(given.sources.map(({ peer_id }) => peer_id)).toEqual([alpha.peerId]);
    expect(got.sources.map(({ peer_id }) => peer_id)).toEqual([bravo.peerId]);
    await expectSameCopy('ggoo', alpha, bravo);
    await expectSameCopy('bf1942', bravo, alpha);
  });

  it('is one source among others, and each byte comes once', async () => {
    const [blocked, open, lan] = await twoPcs();
    const third = await lab.pc();
    lan.plug(third, 'lan', '10.1.0.3/24');
    const alpha = await startIn(blocked, 'alpha', [LARGE], SLOWLY);
    const bravo = await startIn(open, 'bravo', [LARGE], SLOWLY);
    const client = await startIn(third, 'client');
    await alpha.run('connect', { address: `10.1.0.3:${PORT}` });
    await client.run('connect', { address: `10.1.0.2:${PORT}` });

    await client.run('download', { game_id: 'ggoo', install: false });

    const chunks = client.eventsOf('download-chunk-finished');
    const [descriptors] = client.eventsOf('got-game-files');
    if (!descriptors) throw new Error('no got-game-files');
    expectEachByteOnce(descriptors, chunks);
    const from = bytesBySource(chunks);
    expect([...from.keys()].sort()).toEqual([alpha.peerId, bravo.peerId].sort());
    expect(client.eventsOf('download-failed')).toEqual([]);
    await expectSameCopy('ggoo', alpha, client);
  });

  it('can not be dialled by anybody: the lab drops what it says', async () => {
    const [blocked, open] = await twoPcs();
    await startIn(blocked, 'alpha');
    const bravo = await startIn(open, 'bravo');
    const dialled = bravo.run('connect', { address: `10.1.0.1:${PORT}` });
    await expect(dialled).rejects.toMatchObject({ code: 'peer-unreachable' });
  });

  async function twoPcs() {
    const [blocked, open, lan] = [await lab.pc(), await lab.pc(), await lab.switch()];
    lan.plug(blocked, 'lan', '10.1.0.1/24');
    lan.plug(open, 'lan', '10.1.0.2/24');
    blocked.dropCallers(PORT);
    return [blocked, open, lan] as const;
  }

  function startIn(
    { runtime }: Namespace,
    name: string,
    games: readonly Games[] = [],
    flags: readonly string[] = [],
  ) {
    const listen = ['--listen', `0.0.0.0:${PORT}`];
    return party.start({ name, runtime, games, flags: [...listen, ...flags] });
  }
});
