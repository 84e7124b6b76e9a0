import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aContent, anOutline } from '../../fixtures/engine/copies.ts';
import { FakeFetcher } from '../../fixtures/engine/fake-fetcher.ts';
import { FakeGameFolder } from '../../fixtures/engine/fake-game-folder.ts';
import { MemoryJournal } from '../../fixtures/engine/memory-store.ts';
import { aHash, ggoo, january } from '../../fixtures/engine/room.ts';
import { BLOCK_BYTES } from '../../shared/domain/content.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import type { DescribedContent } from './described-content.ts';
import { DownloadJournal } from './download-journal.ts';

const NEVER = new AbortController().signal;
const BLOCKS = 8;
// Seven blocks of the archive, and the sentinel's.
const OUTLINE = anOutline({ path: 'ggoo.eti', size: 7 * BLOCK_BYTES });
const SCANNED = aContent(OUTLINE);
const HASHES = Buffer.concat([...Array(BLOCKS).keys()].map((one) => Buffer.alloc(HASH_BYTES, one)));
const CONTENT: DescribedContent = {
  ...{ gameId: ggoo, version: january, size: SCANNED.size, sources: [], outline: OUTLINE },
  ...{ outlineHash: SCANNED.outlineHash, manifestHash: aHash(1), blockHashes: HASHES },
};

/** One try: what becomes durable, what of that is noted, how it ends, and what the disk loses then. */
const aTry = fc.record({
  written: fc.uniqueArray(fc.nat(BLOCKS - 1)),
  isNoted: fc.boolean(),
  end: fc.constantFrom('clean', 'killed', 'power cut'),
  lost: fc.uniqueArray(fc.nat(BLOCKS - 1)),
});

it('S18.1: whatever tries there were, nothing counts that is not there, and nothing durable is lost', () =>
  fc.assert(
    fc.asyncProperty(fc.array(aTry, { maxLength: 6 }), async (tries) => {
      const table = new MemoryJournal();
      const fetcher = new FakeFetcher();
      const gameFolder = new FakeGameFolder();
      const onDisk = new Set<number>();
      fetcher.onCheck = () => Promise.resolve(bytesOf(onDisk));
      const open = (): DownloadJournal =>
        new DownloadJournal({ journal: table, gameFolder, fetcher });

      for (const { written, isNoted, end, lost } of tries) {
        const journal = open();
        const { verified } = await journal.resume(CONTENT, '/games/ggoo', NEVER);
        expect(verified).toEqual(bytesOf(onDisk));
        for (const block of written) onDisk.add(block);
        // A clean end has noted all that was written; before another end a note may be missing.
        if (isNoted || end === 'clean') journal.record(ggoo, written, hashesOf(written));
        if (end === 'clean') journal.close(ggoo);
        if (end === 'power cut') for (const block of lost) onDisk.delete(block);
      }
      const { verified } = await open().resume(CONTENT, '/games/ggoo', NEVER);
      expect(verified).toEqual(bytesOf(onDisk));
    }),
  ));

function bytesOf(blocks: ReadonlySet<number>): Uint8Array {
  return Uint8Array.from({ length: BLOCKS }, (_, block) => (blocks.has(block) ? 1 : 0));
}

function hashesOf(blocks: readonly number[]): Uint8Array {
  return Buffer.concat(blocks.map((block) => Buffer.alloc(HASH_BYTES, block)));
}
