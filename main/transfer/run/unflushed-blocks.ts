import type { FinishedRange } from '../../../shared/domain/transfer.ts';
import { HASH_BYTES } from '../../manifest/blake3.ts';
import { blockAt, type Blocks } from '../../manifest/blocks.ts';
import { blocksOfChunk, chunkOf } from '../plan/chunks.ts';
import type { Source, TransferEvent } from '../fetcher.ts';
import type { Layout } from '../plan/requests.ts';

/** A block that is written and has the right hash, and who gave it. */
export interface VerifiedBlock {
  readonly block: number;
  readonly hash: Uint8Array;
  readonly source: Source;
}

/** Verified blocks that are not durable yet; a chunk is flushed once it is whole. */
export class UnflushedBlocks {
  readonly #layout: Layout;
  readonly #isVerified: (block: number) => boolean;
  readonly #byChunk = new Map<number, VerifiedBlock[]>();
  #whole: readonly VerifiedBlock[] = [];

  /** `isVerified` tells of every block of the content. */
  constructor(layout: Layout, isVerified: (block: number) => boolean) {
    this.#layout = layout;
    this.#isVerified = isVerified;
  }

  /** Adds blocks, which `isVerified` must know of by now. */
  add(added: readonly VerifiedBlock[]): void {
    const chunks = new Set<number>();
    for (const one of added) {
      const chunk = chunkOf(this.#layout.chunks, one.block);
      chunks.add(chunk);
      const others = this.#byChunk.get(chunk);
      if (others === undefined) this.#byChunk.set(chunk, [one]);
      else others.push(one);
    }
    for (const chunk of chunks) this.#moveIfWhole(chunk);
  }

  /** Takes the blocks of all chunks that are whole. */
  takeWhole(): readonly VerifiedBlock[] {
    const taken = this.#whole;
    this.#whole = [];
    return taken;
  }

  /** Takes all blocks there are. */
  takeAll(): readonly VerifiedBlock[] {
    const taken = [...this.takeWhole(), ...[...this.#byChunk.values()].flat()];
    this.#byChunk.clear();
    return taken;
  }

  #moveIfWhole(chunk: number): void {
    if (!blocksOfChunk(this.#layout.chunks, chunk).every(this.#isVerified)) return;
    this.#whole = [...this.#whole, ...(this.#byChunk.get(chunk) ?? [])];
    this.#byChunk.delete(chunk);
  }
}

/** The files that have to be flushed; those of a single block are, as soon as they are written. */
export function filesToFlush(blocks: Blocks, taken: readonly VerifiedBlock[]): readonly number[] {
  const files = new Set<number>();
  for (const one of taken) {
    const { file, length } = blockAt(blocks, one.block);
    if (blocks.outline.files[file]?.size !== length) files.add(file);
  }
  return [...files];
}

/** What is told of blocks that have become durable. */
export function durableEvents(
  layout: Layout,
  taken: readonly VerifiedBlock[],
): readonly TransferEvent[] {
  if (taken.length === 0) return [];
  const sorted = [...taken].sort((left, right) => left.block - right.block);
  const hashes = new Uint8Array(sorted.length * HASH_BYTES);
  for (const [at, { hash }] of sorted.entries()) hashes.set(hash, at * HASH_BYTES);
  const ranges = finishedRanges(layout, sorted);
  return [
    { type: 'blocks-durable', blocks: sorted.map(({ block }) => block), hashes },
    ...ranges.map((range) => ({ type: 'range-finished', range }) as const),
  ];
}

// Neighbours in one chunk and file from one source are one range, so none is over 32 MiB.
function finishedRanges(
  layout: Layout,
  sorted: readonly VerifiedBlock[],
): readonly FinishedRange[] {
  const ranges: FinishedRange[] = [];
  let last: VerifiedBlock | undefined;
  for (const one of sorted) {
    const { path, offset, length } = blockAt(layout.blocks, one.block);
    const before = isNext(layout, last, one) ? ranges.pop() : undefined;
    const start = before?.offset ?? offset;
    ranges.push({ path, offset: start, length: offset + length - start, ...one.source });
    last = one;
  }
  return ranges;
}

function isNext(
  { blocks, chunks }: Layout,
  last: VerifiedBlock | undefined,
  one: VerifiedBlock,
): boolean {
  return (
    last?.block === one.block - 1 &&
    last.source.peerId === one.source.peerId &&
    blockAt(blocks, last.block).file === blockAt(blocks, one.block).file &&
    chunkOf(chunks, last.block) === chunkOf(chunks, one.block)
  );
}
