import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileSha256, treeHashes, type TreeHashes } from '../fixtures/games/tree-hashes.ts';
import { nodeUnrar } from '../fixtures/rar/unpackers.ts';
import { contentOf, rowOf } from './party/checks.ts';
import { type EventName } from './party/contract.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

describe('killed install', () => {
  const party = useParty();

  it.each<{ at: EventName }>([{ at: 'install-begin' }, { at: 'install-progress' }])(
    'S24: killed at $at, it is installed whole or not at all after a restart',
    async ({ at }) => {
      const killed = await party.start({ name: 'alpha', games: ['alpha/alienswarm'] });
      const content = await contentOf(killed, 'alienswarm');
      await killAt(killed, 'install', at);

      const alpha = await party.launch(killed.home);

      await expectWholeOrNot(alpha, content);
      await alpha.run('install', { game_id: 'alienswarm' });
      expect(await rowOf(alpha, 'alienswarm')).toMatchObject({ installed: true });
      await expectWholeOrNot(alpha, content);
    },
  );

  it('S24: killed while it uninstalls, it is installed whole or not at all after a restart', async () => {
    const killed = await party.start({ name: 'alpha', games: ['alpha/alienswarm'] });
    const content = await contentOf(killed, 'alienswarm');
    await killed.run('install', { game_id: 'alienswarm' });
    await killAt(killed, 'uninstall', 'uninstall-begin');

    const alpha = await party.launch(killed.home);

    await expectWholeOrNot(alpha, content);
  });

  // Its row and its folder say the same: all that the archive holds, or no `local/`.
  async function expectWholeOrNot(peer: Peer, content: TreeHashes): Promise<void> {
    const { downloaded, installed } = await rowOf(peer, 'alienswarm');
    const folder = peer.folder('alienswarm');
    const unpacked = join(await party.folder(), 'unpacked');
    await nodeUnrar.unpack(join(folder, 'alienswarm.eti'), unpacked);
    const local = Object.entries(await treeHashes(unpacked)).map(
      ([path, hash]) => [`local/${path}`, hash] as const,
    );
    const expected = { ...content, 'local/': 'folder', ...Object.fromEntries(local) };
    expect(downloaded).toBe(true);
    expect(await treeHashes(folder)).toEqual(installed ? expected : content);
    await fileSha256(join(folder, 'version.ini'));
  }
});

async function killAt(peer: Peer, cmd: string, event: EventName): Promise<void> {
  const broken = peer.attempt(cmd, { game_id: 'alienswarm' });
  await peer.waitFor(event);
  // It may have been quicker than the kill.
  await Promise.all([peer.kill(), broken.catch(() => undefined)]);
}
