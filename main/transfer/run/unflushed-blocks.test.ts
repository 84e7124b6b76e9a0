import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES } from '../../../shared/domain/content.ts';
import type { PeerId } from '../../../shared/domain/ids.ts';
import { blockAt, bytesOf, numberBlocks } from '../../manifest/blocks.ts';
import { cutChunks } from '../plan/chunks.ts';
import type { Source } from '../fetcher.ts';
import type { Layout } from '../plan/requests.ts';
import {
  durableEvents,
  filesToFlush,
  UnflushedBlocks,
  type VerifiedBlock,
} from './unflushed-blocks.ts';

const MIB = 1024 * 1024;
const [A, B] = ['a', 'b'].map((name): Source => ({ peerId: name as PeerId, address: name })) as [
  Source,
  Source,
];

describe('chunks', () => {
  it('are handed over when they are whole, and not before', () => {
    const { unflushed, verify } = holding(layoutOf(40 * MIB, 1));
    verify(...[0, 1, 2, 3, 4, 5, 6].map((block) => given(block, A)));
    expect(unflushed.takeWhole()).toEqual([]);
    verify(given(7, B), given(8, B));
    expect(numbers(unflushed.takeWhole())).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(unflushed.takeWhole()).toEqual([]);
  });

  it('S18: are whole with the blocks of an earlier try', () => {
    const { unflushed, verify } = holding(layoutOf(32 * MIB), [0, 1, 2, 3, 4, 5, 6]);
    verify(given(7, A));
    expect(numbers(unflushed.takeWhole())).toEqual([7]);
  });

  it('S29: are handed over in part at the end', () => {
    const { unflushed, verify } = holding(layoutOf(40 * MIB));
    verify(given(3, A), given(8, A), given(9, A));
    expect(numbers(unflushed.takeAll()).sort()).toEqual([3, 8, 9]);
    expect(unflushed.takeAll()).toEqual([]);
  });
});

describe('what is told', () => {
  it('is one range for neighbours from one source, and another one a file, source and chunk', () => {
    const layout = layoutOf(40 * MIB, 10, 20);
    const blocks = [given(9, A), given(8, A), given(7, A), given(6, B), given(1, A), given(0, A)];
    const events = durableEvents(layout, [...blocks, given(10, A), given(11, A)]);
    const ranges = events.flatMap((event) => (event.type === 'range-finished' ? event.range : []));
    expect(ranges).toEqual([
      { path: 'f0', offset: 0, length: 8 * MIB, ...A },
      { path: 'f0', offset: 24 * MIB, length: 4 * MIB, ...B },
      { path: 'f0', offset: 28 * MIB, length: 4 * MIB, ...A },
      { path: 'f0', offset: 32 * MIB, length: 8 * MIB, ...A },
      { path: 'f1', offset: 0, length: 10, ...A },
      { path: 'f2', offset: 0, length: 20, ...A },
    ]);
  });

  it('is every byte once, in ranges of at most 32 MiB, with a hash for each block', () => {
    const sizes = fc.array(fc.nat(70 * MIB), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sizes, fc.func(fc.boolean()), (bytes, isFromA) => {
        const layout = layoutOf(...bytes);
        const all = Array.from({ length: layout.blocks.count }, (_, block) =>
          given(block, isFromA(block) ? A : B),
        );
        const covered = new Map<string, number>();
        for (const event of durableEvents(layout, all)) {
          if (event.type === 'blocks-durable') {
            expect(event.blocks).toEqual(numbers(all));
            expect(Buffer.concat(all.map(({ hash }) => hash)).equals(event.hashes)).toBe(true);
          } else if (event.type === 'range-finished') {
            const { path, offset, length } = event.range;
            expect(offset).toBe(covered.get(path) ?? 0);
            expect(length).toBeLessThanOrEqual(CHUNK_BYTES);
            covered.set(path, offset + length);
          }
        }
        const told = [...covered.values()].reduce((sum, end) => sum + end, 0);
        expect(told).toBe(bytesOf(layout.blocks, numbers(all)));
      }),
    );
  });

  it('is nothing where nothing has come', () => {
    expect(durableEvents(layoutOf(1), [])).toEqual([]);
  });
});

it('flushes files of several blocks, once each; small ones have been flushed already', () => {
  const { blocks } = layoutOf(1, 9 * MIB, 4 * MIB, 5 * MIB);
  const all = Array.from({ length: blocks.count }, (_, block) => given(block, A));
  expect(filesToFlush(blocks, all)).toEqual([1, 3]);
  expect(blockAt(blocks, 0).length).toBe(1);
});

function holding(
  layout: Layout,
  kept: readonly number[] = [],
): {
  readonly unflushed: UnflushedBlocks;
  readonly verify: (...blocks: readonly VerifiedBlock[]) => void;
} {
  const verified = new Set(kept);
  const unflushed = new UnflushedBlocks(layout, (block) => verified.has(block));
  const verify = (...blocks: readonly VerifiedBlock[]): void => {
    for (const { block } of blocks) verified.add(block);
    unflushed.add(blocks);
  };
  return { unflushed, verify };
}

function layoutOf(...sizes: readonly number[]): Layout {
  const files = sizes.map((size, at) => ({ path: `f${at}`, size }));
  const blocks = numberBlocks({ files, emptyFolders: [] });
  return { blocks, chunks: cutChunks(blocks) };
}

function given(block: number, source: Source): VerifiedBlock {
  return { block, hash: Buffer.alloc(32, block % 251), source };
}

function numbers(blocks: readonly VerifiedBlock[]): number[] {
  return blocks.map(({ block }) => block);
}
