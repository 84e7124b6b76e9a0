/** Steps on one folder that run at once: enough to keep a disk's queue filled. */
const LANES = 16;

/**
 * Does `work` for all items, several at a time. The first failure stops the rest, and is thrown only
 * once nothing is under way any more.
 */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined && !failure; item = items[next++]) {
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, items.length) }, lane));
  if (failure) throw failure.error;
}
