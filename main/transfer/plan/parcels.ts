import { lastAtMost } from '../../manifest/blocks.ts';
import { blocksOfChunk } from './chunks.ts';
import { frontRequestLength, type Layout } from './requests.ts';

/** Neighbouring blocks that fit one request: a block of a large file, or a run of small files. */
export interface Parcels {
  /** The number of each parcel's first block; one entry more than parcels, the last is the end. */
  readonly firstBlocks: Uint32Array;
  readonly count: number;
}

/** Cuts content into parcels, in rising order; each lies within one chunk. */
export function cutParcels(layout: Layout): Parcels {
  const firstBlocks: number[] = [];
  for (let chunk = 0; chunk < layout.chunks.count; chunk += 1) {
    let left = blocksOfChunk(layout.chunks, chunk);
    while (left.length > 0) {
      firstBlocks.push(left[0] ?? 0);
      left = left.slice(frontRequestLength(layout, left));
    }
  }
  return {
    firstBlocks: Uint32Array.from([...firstBlocks, layout.blocks.count]),
    count: firstBlocks.length,
  };
}

/** The parcel that a block is in. */
export function parcelOf(parcels: Parcels, block: number): number {
  return lastAtMost(parcels.firstBlocks, block);
}

/** The numbers of a parcel's blocks, rising. */
export function blocksOfParcel(parcels: Parcels, parcel: number): readonly number[] {
  const first = parcels.firstBlocks[parcel] ?? 0;
  const end = parcels.firstBlocks[parcel + 1] ?? first;
  return Array.from({ length: end - first }, (_, at) => first + at);
}
