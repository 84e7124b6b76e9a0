import { describe, expect, it } from 'vitest';
import { seeded, type Tree } from '../fixtures/content/content.ts';
import { MIB } from './party/copies.ts';
import { expectSameCopy, foldersOf } from './party/checks.ts';
import { useParty } from './party/party.ts';

const BLOCK = 4 * MIB;
const CHUNK = 32 * MIB;

describe('exactness', () => {
  const party = useParty();

  it('S13: a large game arrives exactly', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });

    const { bytes } = await client.run('download', { game_id: 'alienswarm', install: false });

    expect(bytes).toBeGreaterThan(120 * MIB);
    await expectSameCopy('alienswarm', alpha, client);
    expect(await foldersOf(client)).toEqual(['alienswarm']);
  });

  it('S13: folders in folders, empty files and empty folders arrive exactly', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha'] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });

    await client.run('download', { game_id: 'bf1942', install: false });

    await expectSameCopy('bf1942', alpha, client);
    const arguments_ = { game_id: 'bf1942' };
    expect(await client.run('manifest', arguments_)).toEqual(
      await alpha.run('manifest', arguments_),
    );
  });

  it('S13: files around the edges of blocks and chunks arrive exactly', async () => {
    const sizes = [1, BLOCK - 1, BLOCK, BLOCK + 1, CHUNK - 1, CHUNK, CHUNK + 1];
    const files = Object.fromEntries(
      sizes.map((size) => [`edges/${size}.bin`, seeded(`edge ${size}`, size)]),
    );
    await expectArrives({ ...files, 'empty.bin': '' });
  });

  it('S13: a thousand small files with names of all kinds arrive exactly', async () => {
    const files: Record<string, string> = {
      'größe.txt': 'a',
      'ゲーム/地図.txt': 'b',
      "it's #1 (a).txt": 'c',
    };
    for (let index = 0; index < 1_000; index += 1) {
      files[`maps/${index % 10}/map ${index}.txt`] = 'x'.repeat(index);
    }
    await expectArrives(files);
  });

  async function expectArrives(files: Tree): Promise<void> {
    const game = { id: 'ggoo', version: '20250101', files };
    const alpha = await party.start({ name: 'alpha', games: [game] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });

    await client.run('download', { game_id: 'ggoo', install: false });

    await expectSameCopy('ggoo', alpha, client);
  }
});
