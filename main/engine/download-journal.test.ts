import { beforeEach, describe, expect, it } from 'vitest';
import { aContent, anOutline, blockHashesOf } from '../../fixtures/engine/copies.ts';
import { FakeFetcher } from '../../fixtures/engine/fake-fetcher.ts';
import { FakeGameFolder } from '../../fixtures/engine/fake-game-folder.ts';
import { MemoryJournal } from '../../fixtures/engine/memory-store.ts';
import { aHash, ggoo, january, march } from '../../fixtures/engine/room.ts';
import { BLOCK_BYTES } from '../../shared/domain/content.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import type { DescribedContent } from './described-content.ts';
import { DownloadJournal } from './download-journal.ts';

const NEVER = new AbortController().signal;
const FOLDER = '/games/ggoo';

// Three blocks of the archive, the last of 1 byte, and one of the sentinel.
const OUTLINE = anOutline({ path: 'ggoo.eti', size: 2 * BLOCK_BYTES + 1 });
const SCANNED = aContent(OUTLINE);
const BLOCK_HASHES = blockHashesOf(OUTLINE);

/** The content with its hashes known; `unhashed` for one whose sources have not hashed it. */
const hashed: DescribedContent = {
  ...{ gameId: ggoo, version: january, size: SCANNED.size, sources: [] },
  ...{ outline: OUTLINE, outlineHash: SCANNED.outlineHash },
  manifestHash: aHash(101),
  blockHashes: BLOCK_HASHES,
};
const unhashed: DescribedContent = { ...hashed, manifestHash: undefined, blockHashes: undefined };

const table = new MemoryJournal();
const gameFolder = new FakeGameFolder();
const fetcher = new FakeFetcher();

function hashes(count: number, byte = 7): Uint8Array {
  return new Uint8Array(count * HASH_BYTES).fill(byte);
}

function openJournal(): DownloadJournal {
  return new DownloadJournal({ journal: table, gameFolder, fetcher });
}

// A try that verified these blocks and then ended, cleanly or not.
async function earlierTry(
  content: DescribedContent,
  blocks: readonly number[],
  { clean = true, byte = 7 } = {},
): Promise<void> {
  const journal = openJournal();
  await journal.resume(content, FOLDER, NEVER);
  journal.record(ggoo, blocks, hashes(blocks.length, byte));
  if (clean) journal.close(ggoo);
  gameFolder.steps.length = 0;
}

describe('a download that is taken up', () => {
  let checked = 0;
  beforeEach(() => {
    table.forget(ggoo);
    table.losesBlocks = false;
    gameFolder.staged.clear();
    gameFolder.steps.length = 0;
    checked = 0;
    fetcher.onCheck = () => {
      checked += 1;
      return Promise.resolve(Uint8Array.from([1, 0, 1, 1]));
    };
  });

  it('S18.1: begins with nothing where there was no try before', async () => {
    const resumed = await openJournal().resume(hashed, FOLDER, NEVER);
    expect(resumed).toMatchObject({ verified: new Uint8Array(4), bytesKept: 0 });
    expect(resumed.stagingFolder).toContain('.lanspread-staging');
    expect(table.find(ggoo)).toMatchObject({ version: january, blockCount: 4, clean: false });
  });

  it('S18.1: goes on after a clean end with what was recorded, unread', async () => {
    await earlierTry(hashed, [0, 2]);
    const resumed = await openJournal().resume(hashed, FOLDER, NEVER);
    expect(resumed.verified).toEqual(Uint8Array.from([1, 0, 1, 0]));
    expect(resumed.bytesKept).toBe(BLOCK_BYTES + 1);
    expect(checked).toBe(0);
    expect(gameFolder.steps).toEqual(['openStaging ggoo']);
  });

  it('S18.2: reads the disk again after an unclean end', async () => {
    await earlierTry(hashed, [0], { clean: false });
    const resumed = await openJournal().resume(hashed, FOLDER, NEVER);
    expect(checked).toBe(1);
    expect(resumed.verified).toEqual(Uint8Array.from([1, 0, 1, 1]));
    expect(resumed.bytesKept).toBe(BLOCK_BYTES + 1 + 8);
    expect(table.find(ggoo)).toMatchObject({ verified: resumed.verified, clean: false });
  });

  it('S18.2: no longer counts what the disk turns out not to hold', async () => {
    await earlierTry(hashed, [0, 1], { clean: false });
    fetcher.onCheck = () => Promise.resolve(Uint8Array.from([1, 0, 0, 0]));
    await openJournal().resume(hashed, FOLDER, NEVER);
    expect(table.find(ggoo)?.verified).toEqual(Uint8Array.from([1, 0, 0, 0]));
  });

  it('S18.2: counts as unclean until it has ended again', async () => {
    await earlierTry(hashed, [0, 1]);
    await openJournal().resume(hashed, FOLDER, NEVER);
    await openJournal().resume(hashed, FOLDER, NEVER);
    expect(checked).toBe(1);
  });

  it('S18.2: checks against what it took before, where nobody has hashed', async () => {
    await earlierTry(unhashed, [0], { clean: false, byte: 9 });
    let against: Uint8Array | undefined;
    fetcher.onCheck = (blockHashes) => {
      against = blockHashes;
      return Promise.resolve(Uint8Array.from([1, 0, 0, 0]));
    };
    await openJournal().resume(unhashed, FOLDER, NEVER);
    expect(against).toEqual(Uint8Array.from([...hashes(1, 9), ...hashes(3, 0)]));
  });

  it('S18.2: keeps the journal as it was where the check is stopped', async () => {
    await earlierTry(hashed, [0, 1], { clean: false });
    const stop = AbortSignal.abort(new LanspreadError('cancelled', 'ggoo: stopped.'));
    await expect(openJournal().resume(hashed, FOLDER, stop)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(table.find(ggoo)?.verified).toEqual(Uint8Array.from([1, 1, 0, 0]));
  });

  it.each([
    { what: 'of another version', content: { ...hashed, version: march } },
    { what: 'with other files', content: { ...hashed, outlineHash: aHash(55) } },
    { what: 'with other bytes', content: { ...hashed, manifestHash: aHash(56) } },
  ])('S18.3: drops what was fetched of content $what', async ({ content }) => {
    await earlierTry(hashed, [0, 1, 2]);
    const resumed = await openJournal().resume(content, FOLDER, NEVER);
    expect(resumed.bytesKept).toBe(0);
    expect(gameFolder.steps).toEqual(['discardStaging ggoo', 'openStaging ggoo']);
    expect(table.find(ggoo)?.verified).toEqual(new Uint8Array(4));
  });

  it('S18.3: forgets the journal before the blocks that it is of', async () => {
    await earlierTry(hashed, [0, 1]);
    let known: unknown;
    gameFolder.effects.set('discardStaging', () => {
      known = table.find(ggoo);
    });
    await openJournal().resume({ ...hashed, version: march }, FOLDER, NEVER);
    gameFolder.effects.clear();
    expect(known).toBeUndefined();
  });

  it('S18.3: begins anew where the staging folder is gone', async () => {
    await earlierTry(hashed, [0, 1]);
    gameFolder.staged.clear();
    expect((await openJournal().resume(hashed, FOLDER, NEVER)).bytesKept).toBe(0);
  });

  it('S18.3: drops a staging folder that no journal knows', async () => {
    gameFolder.staged.add(FOLDER);
    await openJournal().resume(hashed, FOLDER, NEVER);
    expect(gameFolder.steps).toEqual(['discardStaging ggoo', 'openStaging ggoo']);
  });

  it('S18.4: keeps what was fetched before its hashes were known, where it has them', async () => {
    await earlierTry(unhashed, [0, 1]);
    const resumed = await openJournal().resume(hashed, FOLDER, NEVER);
    expect(resumed.verified).toEqual(Uint8Array.from([1, 1, 0, 0]));
  });

  it('S18.4: drops what was fetched before its hashes were known and turns out wrong', async () => {
    await earlierTry(unhashed, [0], { byte: 7 });
    const journal = openJournal();
    await journal.resume(unhashed, FOLDER, NEVER);
    journal.record(ggoo, [1], hashes(1, 66));
    journal.close(ggoo);
    const resumed = await openJournal().resume(hashed, FOLDER, NEVER);
    expect(resumed.verified).toEqual(Uint8Array.from([1, 0, 0, 0]));
    expect(resumed.bytesKept).toBe(BLOCK_BYTES);
  });

  it('S18.5: knows every hash of what it fetched, of earlier tries too', async () => {
    await earlierTry(unhashed, [0, 1], { byte: 3 });
    const journal = openJournal();
    await journal.resume(unhashed, FOLDER, NEVER);
    journal.record(ggoo, [3, 2], Uint8Array.from([...hashes(1, 5), ...hashes(1, 4)]));
    const expected = [3, 3, 4, 5].flatMap((byte) => [...hashes(1, byte)]);
    expect(journal.hashes(unhashed)).toEqual(Uint8Array.from(expected));
    expect(journal.hashes(hashed)).toBe(BLOCK_HASHES);
  });

  it('S18.5: knows every hash though the disk takes no more notes', async () => {
    const journal = openJournal();
    await journal.resume(unhashed, FOLDER, NEVER);
    table.losesBlocks = true;
    journal.record(ggoo, [0, 1, 2, 3], hashes(4));
    expect(journal.hashes(unhashed)).toEqual(hashes(4));
  });

  it('S18.6: takes over what the copy that is here has of the rest', async () => {
    await earlierTry(hashed, [0]);
    const journal = openJournal();
    const resumed = await journal.resume(hashed, FOLDER, NEVER);
    let looked: Uint8Array | undefined;
    fetcher.onReuse = ({ wanted }) => {
      looked = wanted;
      return Promise.resolve(Uint8Array.from([0, 1, 0, 0]));
    };
    const copy = { folder: FOLDER, wanted: Uint8Array.from([1, 1, 1, 0]) };
    const reused = await journal.reuse(hashed, resumed, copy, NEVER);
    expect(looked).toEqual(Uint8Array.from([0, 1, 1, 0]));
    expect(reused.verified).toEqual(Uint8Array.from([1, 1, 0, 0]));
    expect(reused.bytesKept).toBe(2 * BLOCK_BYTES);
    expect(table.find(ggoo)?.verified).toEqual(Uint8Array.from([1, 1, 0, 0]));
  });

  it('S18.7: says of which version that was which is dropped', async () => {
    await earlierTry(hashed, [0]);
    const newer = { ...hashed, version: march };
    expect(await openJournal().resume(newer, FOLDER, NEVER)).toMatchObject({ dropped: january });
    expect((await openJournal().resume(newer, FOLDER, NEVER)).dropped).toBeUndefined();
  });

  it('S18.3: is forgotten when told so', async () => {
    const journal = openJournal();
    await journal.resume(unhashed, FOLDER, NEVER);
    journal.forget(ggoo);
    expect(table.find(ggoo)).toBeUndefined();
    expect(journal.hashes(unhashed)).toEqual(new Uint8Array());
  });
});
