import { join } from 'node:path';
import { open } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seeded } from '../../fixtures/content/content.ts';
import { treeHashes } from '../../fixtures/games/tree-hashes.ts';
import type { Copy } from '../../fixtures/transfer/copy.ts';
import { FetchingPlace, follow, type Followed } from '../../fixtures/transfer/fetching-place.ts';
import type { WorkerFetcher } from './worker-fetcher.ts';

const MIB = 1024 * 1024;
const GAME = {
  'empty.txt': '',
  'ggoo.eti': seeded('archive', 41 * MIB + 12_345),
  'notes.txt': 'hello',
  'version.ini': '20250301',
};

/** Eleven of the archive, then the two small files. */
const COUNT = 13;
const ALL = Array.from({ length: COUNT }, (_, block) => block);

let place: FetchingPlace;
let copy: Copy;
let fetcher: WorkerFetcher;

beforeAll(async () => {
  place = await new FetchingPlace().open();
  copy = await place.writeCopy('right', GAME);
  fetcher = await place.fetcher({ workers: 2 });
});

beforeEach(async () => {
  await place.clearStaging();
});

afterAll(async () => {
  await place.close();
  expect(place.faults).toEqual([]);
});

describe('S21: peers in mid-download', () => {
  it('give what they have, and together with a whole copy all of it', async () => {
    const whole = await place.serve(copy, 8 * MIB);
    const partial = await place.share(copy, ALL.slice(4, 10));
    const followed = follow(fetcher, place.plan(copy, [whole]));
    followed.transfer.addPartial(partial.source, marks(ALL.slice(4, 10)));
    const { sources } = await followed.transfer.done;
    expect(sources.map(({ peerId }) => peerId).sort()).toEqual(
      [whole.source.peerId, partial.source.peerId].sort(),
    );
    await expectFetched();
    expect(verifiedBy(followed)).toEqual(ALL);
  });

  it('are a source each for what the other lacks, with no whole copy left', async () => {
    const [low, high] = [ALL.slice(0, 7), ALL.slice(7)];
    const first = await place.share(copy, low);
    const second = await place.share(copy, high);
    const whole = await place.serve(copy, MIB);
    const followed = follow(fetcher, place.plan(copy, [whole]));
    followed.transfer.addPartial(first.source, marks(low));
    followed.transfer.addPartial(second.source, marks(high));
    followed.transfer.removeSource(whole.source.peerId);
    await followed.transfer.done;
    await expectFetched();
  });

  it('are asked for more as they get more', async () => {
    const whole = await place.serve(copy, 4 * MIB);
    const partial = await place.share(copy, []);
    const followed = follow(fetcher, place.plan(copy, [whole]));
    followed.transfer.addPartial(partial.source, marks([]));
    await followed.next('blocks-verified');
    partial.network.shareBlocks(copy.gameId, ALL);
    followed.transfer.addToPartial(partial.source.peerId, ALL, []);
    const { sources } = await followed.transfer.done;
    const given = sources.find(({ peerId }) => peerId === partial.source.peerId)?.bytes;
    expect(given).toBeGreaterThan(16 * MIB);
    await expectFetched();
  });

  it('are let go quietly when they refuse, and may come back as whole copies', async () => {
    const whole = await place.serve(copy, 8 * MIB);
    const partial = await place.share(copy, []);
    const followed = follow(fetcher, place.plan(copy, [whole]));
    followed.transfer.addPartial(partial.source, marks(ALL));
    await followed.transfer.done;
    expect(followed.of('source-dropped')).toEqual([]);
    expect(followed.of('range-rejected')).toEqual([]);
    await expectFetched();
  });

  it('end in a clear failure where they have only a part, and nobody brings the rest', async () => {
    const partial = await place.share(copy, [0, 1]);
    const whole = await place.share(copy, []);
    const followed = follow(fetcher, place.plan(copy, [whole]));
    followed.transfer.addPartial(partial.source, marks([0, 1]));
    await expect(followed.transfer.done).rejects.toMatchObject({ code: 'sources-lost' });
    expect(verifiedBy(followed)).toEqual([0, 1]);
  });

  it('are not asked where no hash would say whether they are right', async () => {
    const whole = await place.serve(copy);
    const partial = await place.share(copy, ALL);
    const plan = { ...place.plan(copy, [whole]), blockHashes: undefined };
    const followed = follow(fetcher, plan);
    followed.transfer.addPartial(partial.source, marks(ALL));
    const { sources } = await followed.transfer.done;
    expect(sources.map(({ peerId }) => peerId)).toEqual([whole.source.peerId]);
  });

  it('give nothing but bytes with the hash that was asked for', async () => {
    const own = await place.writeCopy('rotten', GAME);
    const partial = await place.share(own, ALL);
    const handle = await open(join(own.folder, 'ggoo.eti'), 'r+');
    await handle.write(Buffer.from('other bytes'), 0, 11, 9 * MIB);
    await handle.close();
    const whole = await place.serve(copy, 16 * MIB);
    const followed = follow(fetcher, place.plan(copy, [whole]));
    followed.transfer.addPartial(partial.source, marks(ALL));
    await followed.transfer.done;
    expect(followed.of('range-rejected')).toEqual([]);
    await expectFetched();
  });
});

function marks(blocks: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: COUNT }, (_, block) => +blocks.includes(block));
}

function verifiedBy(followed: Followed): readonly number[] {
  const blocks = followed.of('blocks-verified').flatMap((event) => event.blocks);
  return blocks.sort((left, right) => left - right);
}

async function expectFetched(): Promise<void> {
  const { 'empty.txt': _empty, ...wanted } = await treeHashes(copy.folder);
  expect(await treeHashes(place.staging)).toEqual(wanted);
}
