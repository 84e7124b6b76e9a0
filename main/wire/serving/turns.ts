/** Whatever waits for something, taken in turns over those who wait: one each, however much each has waiting. */
export class Turns<Key, Item> {
  // The order of the map is the order of the turns.
  readonly #waiting = new Map<Key, Item[]>();
  // Whose turn it was last.
  #served: Key | undefined;

  push(key: Key, item: Item): void {
    const items = this.#waiting.get(key);
    if (items) items.push(item);
    else this.#waiting.set(key, [item]);
  }

  /** Takes the next one; who it was taken from comes last, also behind those who come meanwhile. */
  next(): Item | undefined {
    this.#putLast();
    for (const [key, items] of this.#waiting) {
      const item = items.shift();
      if (items.length === 0) this.#waiting.delete(key);
      this.#served = key;
      return item;
    }
    return undefined;
  }

  #putLast(): void {
    const key = this.#served;
    const items = key === undefined ? undefined : this.#waiting.get(key);
    if (key === undefined || !items) return;
    this.#waiting.delete(key);
    this.#waiting.set(key, items);
  }
}
