import {
  MAX_REQUEST_BYTES,
  MAX_REQUEST_PATH_BYTES,
  MAX_REQUEST_RANGES,
} from '../../wire/limits.ts';
import { blockAt, type Blocks } from '../../manifest/blocks.ts';
import { chunkOf, type Chunks } from './chunks.ts';

/** What blocks are cut from. */
export interface Layout {
  readonly blocks: Blocks;
  readonly chunks: Chunks;
}

/** How many blocks at the front of `queue` (rising) make one request, all of one chunk. */
export function frontRequestLength(layout: Layout, queue: readonly number[]): number {
  return requestLength(layout, queue, (at) => queue[at]);
}

/** How many blocks at the end of `queue` (rising) make one request, all of one chunk. */
export function tailRequestLength(layout: Layout, queue: readonly number[]): number {
  return requestLength(layout, queue, (at) => queue[queue.length - 1 - at]);
}

function requestLength(
  layout: Layout,
  queue: readonly number[],
  pick: (at: number) => number | undefined,
): number {
  const first = pick(0);
  if (first === undefined) return 0;
  const chunk = chunkOf(layout.chunks, first);
  const budget = { bytes: MAX_REQUEST_BYTES, pathBytes: MAX_REQUEST_PATH_BYTES };
  const most = Math.min(queue.length, MAX_REQUEST_RANGES);
  for (let at = 0; at < most; at += 1) {
    const index = pick(at);
    if (index === undefined || chunkOf(layout.chunks, index) !== chunk) return at;
    const block = blockAt(layout.blocks, index);
    budget.bytes -= block.length;
    budget.pathBytes -= Buffer.byteLength(block.path);
    if (budget.bytes < 0 || budget.pathBytes < 0) return at;
  }
  return most;
}
