/** One number of each item, in their order; several times as fast as `Float64Array.from`. */
export function column<Item>(
  items: readonly Item[],
  numberOf: (item: Item) => number,
): Float64Array {
  const numbers = new Float64Array(items.length);
  for (const [index, item] of items.entries()) numbers[index] = numberOf(item);
  return numbers;
}
