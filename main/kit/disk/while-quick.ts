import { inParallel } from '../in-parallel.ts';

/** A step that took longer has waited for the disk, in milliseconds. */
const QUICK_MS = 0.3;

/** Longer files are not worth holding up a thread for, in bytes. */
export const MAX_SMALL_BYTES = 64 * 1024;

/** Whether a blocking step that began then, by `performance.now()`, and ends now has not waited for the disk. */
export function wasQuick(startMs: number): boolean {
  return performance.now() - startMs < QUICK_MS;
}

/** One step on a disk, in both forms. */
export interface DiskStep<Item> {
  /** Holds up the thread; false where it leaves an item to `waiting`. */
  readonly blocking: (item: Item) => boolean;
  /** Leaves the thread free. */
  readonly waiting: (item: Item) => Promise<void>;
}

/**
 * Takes a step for each item, of which there are a few hundred at most: without leaving the thread as
 * long as the disk makes nobody wait, which costs a fifth; from the first wait on `lanes` at a time, so
 * that the disk has something to choose from and the thread is free. Fails like `inParallel`.
 */
export async function whileQuick<Item>(
  items: readonly Item[],
  { blocking, waiting }: DiskStep<Item>,
  lanes: number,
): Promise<void> {
  const left: Item[] = [];
  let isQuick = true;
  for (const item of items) {
    const startMs = performance.now();
    if (!isQuick || !blocking(item)) left.push(item);
    else isQuick = wasQuick(startMs);
  }
  await inParallel(left, waiting, lanes);
}
