/** Bytes a second between the last two looks at a number that only grows. */
export class SpeedMeter {
  #last: { readonly bytes: number; readonly atMs: number } | undefined;
  #bytesPerSecond = 0;

  get bytesPerSecond(): number {
    return this.#bytesPerSecond;
  }

  look(bytes: number, atMs: number): void {
    const before = this.#last;
    this.#last = { bytes, atMs };
    if (!before || atMs <= before.atMs) return;
    // Less than before: it was begun anew.
    const grown = Math.max(0, bytes - before.bytes);
    this.#bytesPerSecond = Math.round((grown / (atMs - before.atMs)) * 1000);
  }
}
