import type { Hint } from './hint.ts';

/** The same hint is news again after so long: a peer that was lost, or not reached at once, is dialled again. */
const REPEAT_MS = 4_000;

/** Most different hints within that time; a room has a few hundred peers at most. */
const MAX_HINTS = 512;

/** Which hints were told a moment ago. One packet is heard once an interface, a flood without end. */
export class RecentHints {
  // In the order they were told, by what they say.
  readonly #toldAtMs = new Map<string, number>();

  /** Whether to tell a hint: neither told a moment ago nor one of too many. */
  isNews(hint: Hint, nowMs: number): boolean {
    this.#forget(nowMs);
    const key = JSON.stringify(hint);
    if (this.#toldAtMs.has(key) || this.#toldAtMs.size >= MAX_HINTS) return false;
    this.#toldAtMs.set(key, nowMs);
    return true;
  }

  #forget(nowMs: number): void {
    for (const [key, toldAtMs] of this.#toldAtMs) {
      if (nowMs - toldAtMs < REPEAT_MS) return;
      this.#toldAtMs.delete(key);
    }
  }
}
