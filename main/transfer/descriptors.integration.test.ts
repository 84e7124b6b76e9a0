import { afterAll, beforeAll, expect, it } from 'vitest';
import { LoopWatch } from '../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../fixtures/loop/use-loop-watch.ts';
import type { Copy } from '../../fixtures/transfer/copy.ts';
import { FetchingPlace, type ServingPeer } from '../../fixtures/transfer/fetching-place.ts';
import type { ContentHash, PeerId } from '../../shared/domain/ids.ts';
import { contentHash } from '../manifest/blake3.ts';
import { encodeManifest, encodeOutline } from '../manifest/manifest-codec.ts';
import type { DescriptorRequest } from './fetcher.ts';
import type { WorkerFetcher } from './worker-fetcher.ts';

useLoopWatch(LoopWatch.ofWorkers());

let place: FetchingPlace;
let copy: Copy;
let right: ServingPeer;
let wrong: ServingPeer;
let fetcher: WorkerFetcher;

beforeAll(async () => {
  place = await new FetchingPlace().open();
  copy = await place.writeCopy('right', { 'version.ini': '20250301', 'ggoo.eti': 'bytes' });
  right = await place.serve(copy);
  wrong = await place.serve(await place.writeCopy('wrong', { 'version.ini': '20250301' }));
  fetcher = await place.fetcher();
});

afterAll(async () => {
  await place.close();
  expect(place.faults).toEqual([]);
});

it.each(['outline', 'manifest'] as const)('fetches an %s that has the hash', async (form) => {
  const bytes = form === 'outline' ? encodeOutline(copy.outline) : encodeManifest(copy);
  const got = await fetch([right], { form, expectedHash: contentHash(bytes) });
  expect(Buffer.compare(got, bytes)).toBe(0);
});

it('W12: asks the next source where one gives wrong bytes or can not be reached', async () => {
  const bytes = encodeOutline(copy.outline);
  const expectedHash = contentHash(bytes);
  const gone = { ...right, source: { ...right.source, address: '127.0.0.1:1' } };
  const got = await fetch([wrong, gone, right], { form: 'outline', expectedHash });
  expect(Buffer.compare(got, bytes)).toBe(0);
});

it('W11: fails with hash-mismatch where all give wrong bytes', async () => {
  const fetching = fetch([right, wrong], { form: 'outline', expectedHash: anyHash() });
  await expect(fetching).rejects.toMatchObject({ code: 'hash-mismatch' });
});

it('W16: takes nothing from a peer that is not who it should be', async () => {
  const peerId = '0'.repeat(32) as PeerId;
  const impostor = { ...right, source: { ...right.source, peerId } };
  const expectedHash = contentHash(encodeOutline(copy.outline));
  const fetching = fetch([impostor], { form: 'outline', expectedHash });
  await expect(fetching).rejects.toMatchObject({ code: 'sources-lost' });
});

it('fails with sources-lost where nobody is left to ask', async () => {
  const fetching = fetch([], { form: 'outline', expectedHash: anyHash() });
  await expect(fetching).rejects.toMatchObject({ code: 'sources-lost' });
});

it('stops at a cancel with its reason', async () => {
  const cancel = new AbortController();
  const fetching = fetch([right], { form: 'outline', expectedHash: anyHash() }, cancel.signal);
  cancel.abort(new Error('no more'));
  await expect(fetching).rejects.toThrow('no more');
});

function fetch(
  peers: readonly ServingPeer[],
  request: Pick<DescriptorRequest, 'form' | 'expectedHash'>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Uint8Array> {
  const { gameId, version } = copy;
  const sources = peers.map(({ source }) => source);
  return fetcher.fetchDescriptors(sources, { gameId, version, ...request }, signal);
}

function anyHash(): ContentHash {
  return contentHash(new Uint8Array());
}
