/** Longest line of the log, in characters: whoever looks needs the beginning. */
export const MAX_LOG_LINE = 1_000;

/** Lines that may come at once. */
export const LOG_BURST = 100;

/** After the burst one line each so often, in milliseconds. */
export const LOG_PAUSE_MS = 1_000;

/** Keeps the log small, whatever strangers make this program say: long lines are cut, floods left out. */
export class LogLimit {
  readonly #monotonicMs: () => number;
  // When all that was let through would have come at the pace of the pause.
  #paidUntilMs = -Infinity;
  #leftOut = 0;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** The lines to write, each with its newline, for one that comes without: it, cut to size, or none. */
  pass(line: string): readonly string[] {
    const nowMs = this.#monotonicMs();
    const startMs = Math.max(nowMs - (LOG_BURST - 1) * LOG_PAUSE_MS, this.#paidUntilMs);
    if (startMs > nowMs) {
      this.#leftOut += 1;
      return [];
    }
    this.#paidUntilMs = startMs + LOG_PAUSE_MS;
    return [...this.#takeLeftOut(), `${cut(line)}\n`];
  }

  #takeLeftOut(): readonly string[] {
    if (this.#leftOut === 0) return [];
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    return [`${JSON.stringify({ leftOut, msg: 'so many lines were left out before this one' })}\n`];
  }
}

function cut(line: string): string {
  if (line.length <= MAX_LOG_LINE) return line;
  // As JSON a text may take twice its length.
  return JSON.stringify({ cut: line.slice(0, MAX_LOG_LINE / 2 - 20) });
}
