import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeHashes } from '../fixtures/games/tree-hashes.ts';
import { writeTree } from '../fixtures/games/write-game.ts';
import { contentOf, expectSameCopy } from './party/checks.ts';
import { aCopy, MIB } from './party/copies.ts';
import {
  expectNoLie,
  expectTidy,
  faulty,
  keep,
  pointsFrom,
  restore,
  survives,
} from './party/fault-points.ts';
import { useParty } from './party/party.ts';
import { type Peer } from './party/peer.ts';

const OLD = aCopy({ version: '20250101', sizes: [MIB, 1000] });
const NEW = aCopy({ version: '20250301', sizes: [5 * MIB, 2000, 3000] });
const PATIENT = { timeout: 600_000 };

interface Scenario {
  readonly name: string;
  readonly hasOld: boolean;
  readonly act: (client: Peer) => Promise<unknown>;
}

const scenarios: readonly Scenario[] = [
  { name: 'a download and install', hasOld: false, act: (client) => download(client) },
  { name: 'an update', hasOld: true, act: (client) => download(client) },
  { name: 'an uninstall', hasOld: true, act: (client) => client.run('uninstall', GGOO) },
  { name: 'a removal', hasOld: true, act: (client) => client.run('remove', GGOO) },
];
const GGOO = { game_id: 'ggoo' };

describe('S24: at a fault point', () => {
  const party = useParty();

  it.each(scenarios)(
    'of $name, the 1st, 2nd, 5th, 10th, 17th …, a kill leaves the old or the new, whole',
    PATIENT,
    async (s) => {
      const holder = await party.start({ name: 'holder', games: [NEW] });
      const home = await prepared(s, holder);
      const wholes = [await contentOf(holder, 'ggoo'), await oldContent()];
      let kills = 0;
      for (const first of pointsFrom(1)) {
        await restore(home);
        const plan = {
          folder: join(home.gamesDir, 'ggoo'),
          first,
          stride: 1,
          effect: 'kill',
        } as const;
        const killed = await party.launch(home, ['--connect', holder.address], faulty(plan));
        if (await survives(actOn(killed, s), killed)) {
          // What is looked at afterwards may hit the point too.
          await killed.kill();
          break;
        }
        kills += 1;
        await expectNoLie(home, wholes);
        const client = await party.launch(home, ['--connect', holder.address]);
        const recovered = await treeHashes(home.gamesDir);
        expectTidy(recovered);
        await expectNoLie(home, wholes);
        await client.shutdown();
        const again = await party.launch(home, ['--connect', holder.address]);
        expect(await treeHashes(home.gamesDir)).toEqual(recovered);
        await again.run('wait-peers', { count: 1 });
        await download(again);
        await expectSameCopy('ggoo', holder, again);
        await expectPlayable(again, s.hasOld && s.name === 'an update');
        await again.shutdown();
      }
      expect(kills).toBeGreaterThan(1);
    },
  );

  it('S22: of a download the disk fails, and every later try gets further', PATIENT, async () => {
    const holder = await party.start({ name: 'holder', games: [NEW] });
    const home = await party.home('client');
    const plan = {
      folder: join(home.gamesDir, 'ggoo'),
      first: 1,
      stride: 1,
      effect: 'fail',
    } as const;
    const client = await party.launch(home, ['--connect', holder.address], faulty(plan));
    await client.run('wait-peers', { count: 1 });
    const wholes = [await contentOf(holder, 'ggoo')];
    const codes = new Set<string>();
    for (let tries = 0; ; tries += 1) {
      expect(tries).toBeLessThan(500);
      const result = await client.attempt('download', { ...GGOO, install: false });
      await expectNoLie(home, wholes);
      if (result.ok) break;
      codes.add(result.error.code);
    }
    expect([...codes].sort()).toEqual(['io-error', 'no-space']);
    await expectSameCopy('ggoo', holder, client);
    expect(await client.run('verify', GGOO)).toMatchObject({ ok: true });
  });

  async function prepared({ hasOld }: Scenario, holder: Peer) {
    const client = await party.start({ name: 'client', games: hasOld ? [OLD] : [] });
    if (hasOld) {
      await client.run('install', GGOO);
      await writeTree(join(client.folder('ggoo'), 'local'), { 'saves/one.sav': 'level 7' });
    }
    await client.run('connect', { address: holder.address });
    await client.shutdown();
    await keep(client.home);
    return client.home;
  }

  async function oldContent() {
    const peer = await party.start({ name: 'old', games: [OLD] });
    const content = await contentOf(peer, 'ggoo');
    await peer.shutdown();
    return content;
  }
});

async function actOn(client: Peer, { act }: Scenario): Promise<void> {
  await client.run('wait-peers', { count: 1 });
  await act(client);
}

async function download(client: Peer): Promise<void> {
  await client.run('download', GGOO);
}

// What was unpacked is the new version, and an update keeps what the player put there.
async function expectPlayable(client: Peer, hasSave: boolean): Promise<void> {
  const local = join(client.folder('ggoo'), 'local');
  expect(await readFile(join(local, 'fixture-payload.txt'), 'utf8')).toBe('ggoo 20250301\n');
  if (!hasSave) return;
  expect(await readFile(join(local, 'saves', 'one.sav'), 'utf8')).toBe('level 7');
}
