/** Steps on files that run at once unless said otherwise: enough to keep a disk's queue filled. */
const LANES = 16;

/**
 * Does `work` for all items, at most `limit` at a time. After a failure no new one is begun; it is
 * thrown once nothing is under way any more.
 */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  limit: number = LANES,
): Promise<void> {
  const rest = items.values();
  let failure: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    for (const item of rest) {
      if (failure) return;
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  if (failure) throw failure.error;
}
