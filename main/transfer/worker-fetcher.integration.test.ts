import { mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seeded } from '../../fixtures/content/content.ts';
import { treeHashes } from '../../fixtures/games/tree-hashes.ts';
import { LoopWatch } from '../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../fixtures/loop/use-loop-watch.ts';
import type { Copy } from '../../fixtures/transfer/copy.ts';
import {
  FetchingPlace,
  follow,
  type Followed,
  type ServingPeer,
} from '../../fixtures/transfer/fetching-place.ts';
import { CHUNK_BYTES, outlineSize } from '../../shared/domain/content.ts';
import { blockAt, numberBlocks } from '../manifest/blocks.ts';
import type { WorkerFetcher } from './worker-fetcher.ts';

useLoopWatch(LoopWatch.ofWorkers());

const MIB = 1024 * 1024;
const GAME = {
  'version.ini': '20250301',
  'empty.txt': '',
  'a/b/c/deep.bin': seeded('deep', 9 * MIB + 5),
  'ggoo.eti': seeded('archive', 41 * MIB + 12_345),
  'notes.txt': 'hello',
};
const CHANGED = {
  ...GAME,
  'a/b/c/deep.bin': seeded('other', 9 * MIB + 5),
  'ggoo.eti': seeded('others', 41 * MIB + 12_345),
};

let place: FetchingPlace;
let copy: Copy;
let one: ServingPeer;
let two: ServingPeer;
let liar: ServingPeer;
let changed: Copy;
let fetcher: WorkerFetcher;

beforeAll(async () => {
  place = await new FetchingPlace().open();
  copy = await place.writeCopy('right', GAME);
  changed = await place.writeCopy('changed', CHANGED);
  one = await place.serve(copy);
  two = await place.serve(copy);
  liar = await place.serve(changed);
  fetcher = await place.fetcher({ workers: 2 });
});

beforeEach(async () => {
  await place.clearStaging();
});

afterAll(async () => {
  await place.close();
  expect(place.faults).toEqual([]);
});

describe('S13: exactness', () => {
  it('fetches every byte of every file from one source, and tells of each byte once', async () => {
    const followed = follow(fetcher, place.plan(copy, [one]));
    const result = await followed.transfer.done;
    expect(result.sources).toEqual([{ ...one.source, bytes: outlineSize(copy.outline) }]);
    await expectFetched();
    expectToldOnce(copy, followed);
  });

  it('tells the hashes of a game that nobody has hashed yet', async () => {
    const plan = { ...place.plan(copy, [one, two]), blockHashes: undefined };
    const followed = follow(fetcher, plan);
    await followed.transfer.done;
    await expectFetched();
    expectToldOnce(copy, followed);
  });

  it('fetches 2,000 small files', async () => {
    const names = Array.from({ length: 2_000 }, (_, at) => `maps/${at % 7}/${at}.map`);
    const contents = names.map((name, at) => [name, seeded(name, at * 3)] as const);
    const maps = await place.writeCopy('maps', Object.fromEntries(contents));
    const followed = follow(fetcher, place.plan(maps, [await place.serve(maps)]));
    await followed.transfer.done;
    expectToldOnce(maps, followed);
    const { 'maps/0/0.map': _empty, ...wanted } = await treeHashes(maps.folder);
    expect(await treeHashes(place.staging)).toEqual(wanted);
  });

  it('is done at once where all is verified already', async () => {
    const plan = place.plan(copy, []);
    const followed = follow(fetcher, { ...plan, verified: plan.verified.fill(1) });
    expect((await followed.transfer.done).sources).toEqual([]);
  });
});

describe('sources', () => {
  it('S14: two equal ones give the same but for a chunk', async () => {
    const followed = follow(fetcher, place.plan(copy, [one, two]));
    const { sources } = await followed.transfer.done;
    const bytes = sources.map((source) => source.bytes);
    expect(bytes).toHaveLength(2);
    expect(Math.abs((bytes[0] ?? 0) - (bytes[1] ?? 0))).toBeLessThanOrEqual(CHUNK_BYTES);
    await expectFetched();
    expectToldOnce(copy, followed);
  });

  it('S19: when one is lost, the other finishes the job', async () => {
    const stays = await place.serve(copy, 60 * MIB);
    const dies = await place.serve(copy, 20 * MIB);
    const followed = follow(fetcher, place.plan(copy, [stays, dies]));
    await followed.next('range-finished');
    await dies.network.stop();
    await followed.transfer.done;
    await expectFetched();
    expectToldOnce(copy, followed);
  });

  it('S19: with none left it fails, and what was fetched is told and kept', async () => {
    const dies = await place.serve(copy, 40 * MIB);
    const followed = follow(fetcher, place.plan(copy, [dies]));
    await followed.next('range-finished');
    await dies.network.stop();
    await expect(followed.transfer.done).rejects.toMatchObject({ code: 'sources-lost' });
    expect(followed.of('source-dropped')).toHaveLength(1);
    await expectKept(followed);
  });

  it('S19: fails at once when the engine takes the last one away', async () => {
    const followed = follow(fetcher, place.plan(copy, [one]));
    followed.transfer.removeSource(one.source.peerId);
    await expect(followed.transfer.done).rejects.toMatchObject({ code: 'sources-lost' });
  });

  it('S11: one that is back at another address goes on', async () => {
    const first = await place.serve(copy, 40 * MIB);
    const followed = follow(fetcher, place.plan(copy, [first]));
    await followed.next('range-finished');
    const again = await place.serveAgain(first, copy);
    expect(again.source.address).not.toBe(first.source.address);
    followed.transfer.addSource(again.source);
    await followed.transfer.done;
    await expectFetched();
    expectToldOnce(copy, followed);
  });

  it('S12: one that serves the game no more is dropped', async () => {
    const peer = await place.serve(copy, 40 * MIB);
    const followed = follow(fetcher, place.plan(copy, [peer]));
    await followed.next('range-finished');
    await peer.network.withdraw(copy.gameId);
    await expect(followed.transfer.done).rejects.toMatchObject({ code: 'sources-lost' });
    expect(followed.of('source-dropped').map(({ peerId }) => peerId)).toEqual([peer.source.peerId]);
  });

  it('S20, W11: one with changed bytes is found out, and the others finish the job', async () => {
    const honest = [await place.serve(copy, 30 * MIB), await place.serve(copy, 30 * MIB)];
    const followed = follow(fetcher, place.plan(copy, [liar, ...honest]));
    await followed.transfer.done;
    const rejected = followed.of('range-rejected').map(({ range }) => range.peerId);
    expect(rejected).toEqual([liar.source.peerId, liar.source.peerId]);
    expect(followed.of('source-dropped')).toHaveLength(1);
    await expectFetched();
    expectToldOnce(copy, followed);
  });

  it('W11: fails where all of them lie, and writes nothing of it', async () => {
    const plan = place.plan(copy, [liar, await place.serve(changed)]);
    // The last two, texts, are the same in both.
    plan.verified.fill(1, -2);
    const followed = follow(fetcher, plan);
    await expect(followed.transfer.done).rejects.toMatchObject({ code: 'hash-mismatch' });
    expect(followed.of('blocks-durable')).toEqual([]);
    expect(await treeHashes(place.staging)).toEqual({});
  });
});

describe('stopping', () => {
  it('S29, S18: after a cancel all that was fetched is told, and the next try goes on from it', async () => {
    fetcher.setDownloadLimit(60 * MIB);
    const first = follow(fetcher, place.plan(copy, [one]));
    await first.next('range-finished');
    first.abort.abort();
    await expect(first.transfer.done).rejects.toMatchObject({ code: 'cancelled' });
    const kept = await expectKept(first);

    fetcher.setDownloadLimit(0);
    const plan = place.plan(copy, [one]);
    for (const block of kept) plan.verified[block] = 1;
    const second = follow(fetcher, plan);
    const { sources } = await second.transfer.done;
    expect(sources[0]?.bytes).toBeLessThan(outlineSize(copy.outline));
    await expectFetched();
    expectToldOnce(copy, second, kept);
  });

  it('fails with a clear error when a worker dies, and takes a fresh one the next time', async () => {
    const worker = new URL('../../fixtures/transfer/dying-fetch-worker.ts', import.meta.url);
    const mortal = await place.fetcher({ worker });
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const followed = follow(mortal, place.plan(copy, [one]));
      await expect(followed.transfer.done).rejects.toMatchObject({ code: 'internal' });
    }
  });

  it('fails with shutting-down when the fetcher stops', async () => {
    const other = await place.fetcher();
    other.setDownloadLimit(MIB);
    const followed = follow(other, place.plan(copy, [one]));
    await followed.next('transfer-progress');
    await other.stop();
    await expect(followed.transfer.done).rejects.toMatchObject({ code: 'shutting-down' });
  });
});

describe('the download limit', () => {
  it('holds over all sources and workers', async () => {
    fetcher.setDownloadLimit(40 * MIB);
    const { seconds } = await follow(fetcher, place.plan(copy, [one, two])).transfer.done;
    fetcher.setDownloadLimit(0);
    expect(seconds).toBeGreaterThan((0.9 * outlineSize(copy.outline)) / (40 * MIB));
  });

  it('can be lifted while a transfer runs', async () => {
    fetcher.setDownloadLimit(MIB);
    const followed = follow(fetcher, place.plan(copy, [one]));
    await followed.next('transfer-progress');
    fetcher.setDownloadLimit(0);
    expect((await followed.transfer.done).seconds).toBeLessThan(25);
  });
});

describe('the staging folder', () => {
  it('W13: a link in it is not followed', async () => {
    const canary = join(place.folder, 'canary');
    await writeFile(canary, 'untouched');
    await symlink(canary, join(place.staging, 'ggoo.eti'));
    const followed = follow(fetcher, place.plan(copy, [one]));
    await expect(followed.transfer.done).rejects.toMatchObject({
      code: 'io-error',
      message: expect.stringMatching(/^ggoo\/ggoo\.eti /) as string,
    });
    expect(await readFile(canary, 'utf8')).toBe('untouched');
  });

  it('W13: a folder in it that is a link is not entered', async () => {
    await mkdir(join(place.folder, 'elsewhere'));
    await symlink(join(place.folder, 'elsewhere'), join(place.staging, 'a'));
    const followed = follow(fetcher, place.plan(copy, [one]));
    await expect(followed.transfer.done).rejects.toMatchObject({ code: 'io-error' });
    expect(await treeHashes(join(place.folder, 'elsewhere'))).toEqual({});
  });

  it('is fetched into again where an earlier try left something else', async () => {
    await writeFile(join(place.staging, 'notes.txt'), 'far too long, and not what it should be');
    await follow(fetcher, place.plan(copy, [one])).transfer.done;
    await expectFetched();
  });

  it('S18: is checked block by block, where files may be missing, short or changed', async () => {
    const { outline, blockHashes, folder } = await place.writeCopy('left', GAME);
    const stagingFolder = folder;
    const check = async (): Promise<readonly number[]> => [
      ...(await fetcher.checkStaging({ outline, stagingFolder, blockHashes }, never())),
    ];
    const blocks = numberBlocks(outline);
    expect(await check()).toEqual(Array.from({ length: blocks.count }, () => 1));

    await truncate(join(folder, 'ggoo.eti'), 9 * MIB);
    await writeFile(join(folder, 'notes.txt'), 'jello');
    const verified = await check();
    const left = verified.flatMap((mark, index) => (mark === 1 ? [blockAt(blocks, index)] : []));
    expect(left.map(({ path, offset }) => `${path} ${offset / MIB}`)).toEqual([
      'a/b/c/deep.bin 0',
      'a/b/c/deep.bin 4',
      'a/b/c/deep.bin 8',
      'ggoo.eti 0',
      'ggoo.eti 4',
      'version.ini 0',
    ]);
  });

  it('is checked no further after a cancel', async () => {
    const { blockHashes, folder, outline } = copy;
    const cancel = new AbortController();
    const check = fetcher.checkStaging(
      { outline, stagingFolder: folder, blockHashes },
      cancel.signal,
    );
    cancel.abort(new Error('no more'));
    await expect(check).rejects.toThrow('no more');
  });
});

async function expectFetched(): Promise<void> {
  const { 'empty.txt': _empty, ...wanted } = await treeHashes(copy.folder);
  expect(await treeHashes(place.staging)).toEqual(wanted);
}

// What has been told is exactly what lies on disk: gives those blocks.
async function expectKept(followed: Followed): Promise<readonly number[]> {
  const { blockHashes, outline } = copy;
  const stagingFolder = place.staging;
  const verified = await fetcher.checkStaging({ outline, stagingFolder, blockHashes }, never());
  const kept = [...verified.keys()].filter((block) => verified[block] === 1);
  const told = followed.of('blocks-durable').flatMap(({ blocks }) => blocks);
  expect([...told].sort((left, right) => left - right)).toEqual(kept);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThan(verified.length);
  return kept;
}

function never(): AbortSignal {
  return new AbortController().signal;
}

// Each byte in exactly one range of at most 32 MiB, each block durable once with its hash.
function expectToldOnce(copy: Copy, followed: Followed, kept: readonly number[] = []): void {
  const blocks = numberBlocks(copy.outline);
  const wanted = Array.from({ length: blocks.count }, (_, at) => at).filter(
    (block) => !kept.includes(block),
  );
  const durable = followed.of('blocks-durable');
  const told = durable.flatMap((event) => event.blocks);
  expect([...told].sort((left, right) => left - right)).toEqual(wanted);
  for (const { blocks: indexes, hashes } of durable) {
    for (const [at, index] of indexes.entries()) {
      const right = copy.blockHashes.subarray(index * 32, (index + 1) * 32);
      expect(Buffer.compare(hashes.subarray(at * 32, (at + 1) * 32), right)).toBe(0);
    }
  }
  const ranges = followed.of('range-finished').map(({ range }) => range);
  expect(ranges.every(({ length }) => length > 0 && length <= CHUNK_BYTES)).toBe(true);
  const covered = ranges.flatMap(({ path, offset, length }) => blocksIn(path, offset, length));
  expect(covered.sort((left, right) => left - right)).toEqual(wanted);

  function blocksIn(path: string, offset: number, length: number): readonly number[] {
    return wanted.filter((index) => {
      const block = blockAt(blocks, index);
      return block.path === path && block.offset >= offset && block.offset < offset + length;
    });
  }
}
