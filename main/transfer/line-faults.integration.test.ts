import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../fixtures/content/content.ts';
import { FaultyRelay } from '../../fixtures/faults/faulty-relay.ts';
import { treeHashes } from '../../fixtures/games/tree-hashes.ts';
import type { Copy } from '../../fixtures/transfer/copy.ts';
import { FetchingPlace, follow, type ServingPeer } from '../../fixtures/transfer/fetching-place.ts';
import { contentHash } from '../manifest/blake3.ts';
import { encodeManifest } from '../manifest/manifest-codec.ts';
import type { Source, TransferPlan } from './fetcher.ts';
import type { WorkerFetcher } from './worker-fetcher.ts';

const MIB = 1024 * 1024;
const GAME = {
  // Two blocks, and a last one that is not whole.
  'ggoo.eti': seeded('archive', 5 * MIB + 12_345),
  'maps/a.bsp': 'a',
  'version.ini': '20250301',
};
const BREAKS = ['reset', 'closed', 'truncated'] as const;
/** Attempts beside each other: most of each is a wait before a retry. */
const EACH_AT_ONCE = 6;
/** Who fetches: a source serves each peer over a few connections only. */
const PEERS = 4;
const STALL_MS = 1_000;
/** Far more than a line has. */
const MAX_STEPS = 1_000;
const PATIENT = { timeout: 300_000 };
const NEVER = new AbortController().signal;

describe('S19: where a line fails at any step', () => {
  let place: FetchingPlace;
  let copy: Copy;
  let one: ServingPeer;
  let two: ServingPeer;
  let fetchers: readonly WorkerFetcher[];

  beforeAll(async () => {
    place = await new FetchingPlace().open();
    copy = await place.writeCopy('right', GAME);
    one = await place.serve(copy);
    two = await place.serve(copy);
    const made = Array.from({ length: PEERS }, () =>
      place.fetcher({ workers: 1, stallMs: STALL_MS }),
    );
    fetchers = await Promise.all(made);
  });
  afterAll(async () => {
    await place.close();
    expect(place.faults).toEqual([]);
  });

  it.each(BREAKS)(
    '%s, the only source is asked again and the download ends exact',
    PATIENT,
    (fault) =>
      atEveryStep(async (step, fetcher) => {
        const relay = await FaultyRelay.start(one.source.address, { step, fault, isGone: false });
        const plan = await aPlan([behind(relay, one)]);
        await follow(fetcher, plan).transfer.done;
        await expectExact(plan);
        return relay;
      }),
  );

  it('stalled, the only source is asked again and the download ends exact', PATIENT, () =>
    atEveryStep(async (step, fetcher) => {
      const line = { step, fault: 'stalled', isGone: false } as const;
      const relay = await FaultyRelay.start(one.source.address, line);
      const plan = await aPlan([behind(relay, one)]);
      await follow(fetcher, plan).transfer.done;
      await expectExact(plan);
      return relay;
    }),
  );

  it(
    'reset, closed or truncated in turn, and nobody is there any more, it keeps what it told, and the next one ends exact',
    PATIENT,
    () =>
      atEveryStep(async (step, fetcher) => {
        const fault = BREAKS[step % BREAKS.length] ?? 'reset';
        const relay = await FaultyRelay.start(one.source.address, { step, fault, isGone: true });
        const plan = await aPlan([behind(relay, one)]);
        const first = follow(fetcher, plan);
        const failure = await failureOf(first.transfer.done);
        if (failure !== undefined) expect(failure).toMatchObject({ code: 'sources-lost' });
        const told = first.of('blocks-durable').flatMap(({ blocks }) => blocks);
        expect(await onDisk(plan, fetcher)).toEqual(marks(plan, told));
        for (const block of told) plan.verified[block] = 1;
        const second = follow(fetcher, { ...plan, sources: [one.source] });
        await second.transfer.done;
        const later = second.of('blocks-durable').flatMap(({ blocks }) => blocks);
        expect([...told, ...later].sort((a, b) => a - b)).toEqual([...plan.verified.keys()]);
        await expectExact(plan);
        return relay;
      }),
  );

  it.each([...BREAKS, 'stalled'] as const)(
    '%s, and nobody is there any more, another source ends it exact',
    PATIENT,
    (fault) =>
      atEveryStep(async (step, fetcher) => {
        const relay = await FaultyRelay.start(one.source.address, { step, fault, isGone: true });
        const plan = await aPlan([behind(relay, one), two.source]);
        const followed = follow(fetcher, plan);
        await followed.transfer.done;
        const told = followed.of('blocks-durable').flatMap(({ blocks }) => blocks);
        expect(told.sort((a, b) => a - b)).toEqual([...plan.verified.keys()]);
        await expectExact(plan);
        return relay;
      }),
  );

  it.each([...BREAKS, 'stalled'] as const)(
    '%s, what describes a game comes whole from another source or not at all',
    PATIENT,
    (fault) =>
      atEveryStep(async (step, fetcher) => {
        const relay = await FaultyRelay.start(one.source.address, { step, fault, isGone: true });
        const { blockHashes, gameId, outline, version } = copy;
        const bytes = Uint8Array.from(encodeManifest({ outline, blockHashes }));
        const expectedHash = contentHash(bytes);
        const request = { gameId, version, form: 'manifest', expectedHash } as const;
        const line = behind(relay, one);
        expect(await fetcher.fetchDescriptors([line, two.source], request, NEVER)).toEqual(bytes);
        return relay;
      }),
  );

  // A few at a time, until one comes through without the fault.
  async function atEveryStep(
    attempt: (step: number, fetcher: WorkerFetcher) => Promise<FaultyRelay>,
  ): Promise<void> {
    let [step, faults] = [0, 0];
    for (let isOver = false; !isOver;) {
      expect(step).toBeLessThan(MAX_STEPS);
      const relays = await Promise.all(
        fetchers.flatMap((fetcher) =>
          Array.from({ length: EACH_AT_ONCE }, () => attempt((step += 1), fetcher)),
        ),
      );
      faults += relays.filter(({ hasFailed }) => hasFailed).length;
      isOver = faults < step;
      for (const relay of relays) relay.stop();
    }
    expect(faults).toBeGreaterThan(5);
  }

  // Each into a folder of its own, since many run beside each other.
  async function aPlan(sources: readonly Source[]): Promise<TransferPlan> {
    const stagingFolder = await mkdtemp(join(place.staging, 'line-'));
    return { ...place.plan(copy, []), stagingFolder, sources };
  }

  function behind({ address }: FaultyRelay, { source }: ServingPeer): Source {
    return { ...source, address };
  }

  async function expectExact({ stagingFolder }: TransferPlan): Promise<void> {
    expect(await treeHashes(stagingFolder)).toEqual(await treeHashes(copy.folder));
  }

  async function onDisk(
    { stagingFolder }: TransferPlan,
    fetcher: WorkerFetcher,
  ): Promise<readonly number[]> {
    const { blockHashes, outline } = copy;
    return [...(await fetcher.checkStaging({ outline, stagingFolder, blockHashes }, NEVER))];
  }
});

function marks({ verified }: TransferPlan, blocks: readonly number[]): readonly number[] {
  return Array.from(verified, (_, block) => (blocks.includes(block) ? 1 : 0));
}

async function failureOf(done: Promise<unknown>): Promise<unknown> {
  try {
    await done;
    return undefined;
  } catch (error) {
    return error;
  }
}
