import { appendFile, mkdir, mkdtemp, open, rm, stat, symlink, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seeded } from '../../../fixtures/content/content.ts';
import { treeHashes } from '../../../fixtures/games/tree-hashes.ts';
import { type Copy, writeCopy } from '../../../fixtures/transfer/copy.ts';
import { BLOCK_BYTES } from '../../../shared/domain/content.ts';
import { blockAt, type Blocks, numberBlocks } from '../../manifest/blocks.ts';
import { checkStaging } from './check-staging.ts';
import { reuseCopy } from './reuse-copy.ts';
import { StagedFolder } from './staged-folder.ts';

const NEVER = new AbortController().signal;
const GAME = {
  'a/deep.bin': seeded('deep', BLOCK_BYTES + 5),
  'ggoo.eti': seeded('archive', 2 * BLOCK_BYTES),
  'notes.txt': 'hello',
  'version.ini': '20250301',
};

describe('a copy that is here', () => {
  let root: string;
  let staging: string;
  let copy: Copy;
  let blocks: Blocks;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lanspread-reuse-'));
    staging = join(root, 'staging');
    await mkdir(staging);
    copy = await writeCopy(join(root, 'ggoo'), GAME);
    blocks = numberBlocks(copy.outline);
  });
  afterEach(() => rm(root, { recursive: true }));

  it('S27: gives all that is right, without a byte written', async () => {
    expect([...(await reuse())]).toEqual(everyBlock(1));
    expect(await treeHashes(staging)).toEqual(await treeHashes(copy.folder));
    expect(await stagedInode('ggoo.eti')).toBe((await stat(join(copy.folder, 'ggoo.eti'))).ino);
  });

  it('S13: gives the right blocks of a file that is partly wrong, and stays as it is', async () => {
    await scribble('ggoo.eti', BLOCK_BYTES + 7);
    await truncate(join(copy.folder, 'a/deep.bin'), BLOCK_BYTES);
    await appendFile(join(copy.folder, 'notes.txt'), ' there');
    await rm(join(copy.folder, 'version.ini'));
    const before = await treeHashes(copy.folder);
    expect([...(await reuse())]).toEqual([1, 0, 1, 0, 1, 0]);
    expect(await treeHashes(copy.folder)).toEqual(before);
    expect(await stagedInode('ggoo.eti')).not.toBe((await stat(join(copy.folder, 'ggoo.eti'))).ino);
  });

  it('is not asked for what is staged already, whose file is kept', async () => {
    await reuse([1, 1, 1, 0, 1, 1]);
    expect([...(await reuse([0, 0, 0, 1, 0, 0]))]).toEqual([0, 0, 0, 1, 0, 0]);
    expect(await verified()).toEqual(everyBlock(1));
  });

  it('S18: is let go, and never written to, where it breaks meanwhile', async () => {
    await reuse();
    await scribble('ggoo.eti', 3);
    const broken = await treeHashes(copy.folder);
    expect(await verified()).toEqual([1, 1, 0, 0, 1, 1]);
    const handle = await new StagedFolder(staging, 'ggoo').openFile({
      ...{ path: 'ggoo.eti', size: 2 * BLOCK_BYTES },
    });
    await handle.write('new');
    await handle.close();
    expect(await treeHashes(copy.folder)).toEqual(broken);
  });

  it('W13: is followed through no link', async () => {
    await rm(join(copy.folder, 'notes.txt'));
    await symlink(join(copy.folder, 'version.ini'), join(copy.folder, 'notes.txt'));
    expect([...(await reuse())]).toEqual([1, 1, 1, 1, 0, 1]);
    expect(Object.keys(await treeHashes(staging))).not.toContain('notes.txt');
  });

  it('is read no further after a cancel', async () => {
    await expect(reuse(everyBlock(1), AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    );
  });

  it('S13: gives exactly the blocks that are right, whatever is wrong', { timeout: 60_000 }, () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(5)),
        fc.array(fc.constantFrom(0, 1), { minLength: 6, maxLength: 6 }),
        async (wrong, wanted) => {
          const bad = await writeCopy(join(root, 'bad'), GAME);
          for (const block of wrong) {
            const { path, offset } = blockAt(blocks, block);
            await scribble(path, offset, bad);
          }
          await rm(staging, { recursive: true });
          await mkdir(staging);
          const right = wanted.map((one, block) => (wrong.includes(block) ? 0 : one));
          expect([...(await reuse(wanted, NEVER, bad))]).toEqual(right);
          expect(await verified()).toEqual(right);
        },
      ),
      { numRuns: 15 },
    ),
  );

  function reuse(wanted = everyBlock(1), signal = NEVER, from = copy): Promise<Uint8Array> {
    const [source, target] = [from.folder, staging].map(
      (folder) => new StagedFolder(folder, 'ggoo'),
    );
    if (!source || !target) throw new Error('no folders');
    const { blockHashes } = copy;
    const job = { copy: source, staging: target, blocks, blockHashes };
    return reuseCopy({ ...job, wanted: Uint8Array.from(wanted) }, signal);
  }

  async function verified(): Promise<readonly number[]> {
    const folder = new StagedFolder(staging, 'ggoo');
    return [...(await checkStaging({ folder, blocks, blockHashes: copy.blockHashes }, NEVER))];
  }

  function everyBlock(value: number): number[] {
    return Array.from({ length: blocks.count }, () => value);
  }

  async function stagedInode(path: string): Promise<number> {
    return (await stat(join(staging, path))).ino;
  }

  async function scribble(path: string, offset: number, of = copy): Promise<void> {
    const file = await open(join(of.folder, path), 'r+');
    await file.write(Buffer.from([1, 2, 3, 4]), 0, 4, offset);
    await file.close();
  }
});
