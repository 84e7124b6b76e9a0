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
    this.#bytesPerSecond = Math.round(((bytes - before.bytes) / (atMs - before.atMs)) * 1000);
  }
}
