import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type GameCopy } from '../fixtures/games/write-game.ts';
import { type TreeHashes } from '../fixtures/games/tree-hashes.ts';
import { aCopy, MIB } from './party/copies.ts';
import { contentOf, expectSameCopy, rowOf } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const OLD = withManyFiles(aCopy({ version: '20250101', sizes: [MIB] }), 300);
const NEW = withManyFiles(aCopy({ version: '20250301', sizes: [8 * MIB] }), 200);

// The events around the switch from the old to the new, in the order they come.
const MOMENTS = [
  'download-begin',
  'download-progress',
  'download-chunk-finished',
  'download-finished',
  'install-begin',
] as const;

describe('killed update', () => {
  const party = useParty();

  it.each(MOMENTS)(
    'S24: killed at %s, it has the old version or the new one, whole, after a restart',
    async (moment) => {
      const holder = await party.start({ name: 'holder', games: [NEW] });
      const killed = await party.start({ name: 'client', games: [OLD] });
      await killed.run('install', { game_id: 'ggoo' });
      const versions = {
        '20250101': await contentOf(killed, 'ggoo'),
        '20250301': await contentOf(holder, 'ggoo'),
      };
      await killed.run('connect', { address: holder.address });
      const broken = killed.attempt('download', { game_id: 'ggoo' });
      await killed.waitFor(moment);
      await Promise.all([killed.kill(), broken.catch(() => undefined)]);

      const client = await party.launch(killed.home);

      await expectOneOf(client, versions);
      await client.run('connect', { address: holder.address });
      await client.run('download', { game_id: 'ggoo' });
      await expectSameCopy('ggoo', holder, client);
      expect(await installedVersion(client)).toBe('20250301');
    },
  );
});

// Its row, its download and its install all belong to one of the versions.
async function expectOneOf(
  peer: Peer,
  versions: Readonly<Record<string, TreeHashes>>,
): Promise<void> {
  const { downloaded, installed, local_version } = await rowOf(peer, 'ggoo');
  expect({ downloaded, installed }).toEqual({ downloaded: true, installed: true });
  const content = Object.entries(await contentOf(peer, 'ggoo'));
  // What an earlier try has fetched is kept for the next.
  const own = content.filter(([path]) => !path.startsWith('.lanspread'));
  expect(Object.fromEntries(own)).toEqual(versions[local_version ?? '']);
  expect(Object.keys(versions)).toContain(await installedVersion(peer));
}

async function installedVersion(peer: Peer): Promise<string> {
  const file = join(peer.folder('ggoo'), 'local', 'fixture-payload.txt');
  return (await readFile(file, 'utf8')).replace('ggoo ', '').trim();
}

function withManyFiles(copy: GameCopy, count: number): GameCopy {
  const files = Array.from({ length: count }, (_, index) => [
    `maps/${index % 7}/map ${index}.txt`,
    `${copy.version ?? ''} ${index}`,
  ]);
  return { ...copy, files: { ...copy.files, ...(Object.fromEntries(files) as object) } };
}
