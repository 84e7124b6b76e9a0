/** Time as the engine sees it; tests pass one of their own. */
export interface Clock {
  /** Wall time, in milliseconds since 1970; may jump. */
  nowMs(): number;
  /** Milliseconds since some start; never jumps back. For speeds and limits. */
  monotonicMs(): number;
  /** Runs `task` once after `delayMs`; call the returned function to cancel. */
  after(delayMs: number, task: () => void): () => void;
}

/** The time of this PC. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
