import { createStore } from 'zustand/vanilla';
import { mirrorStore } from './mirror-store.ts';

/** Bytes a second to and from this PC, once a second. */
export interface SpeedSample {
  readonly down: number;
  readonly up: number;
}

/** How far the graph looks back, in samples, which are seconds. */
export const HISTORY_LENGTH = 120;

const SAMPLE_EVERY_MS = 1000;

/** The last two minutes, oldest first. */
export const speedHistory = createStore<readonly SpeedSample[]>(() => []);

/** The history with one more sample, and without what lies too far back. */
export function withSample(
  history: readonly SpeedSample[],
  sample: SpeedSample,
): readonly SpeedSample[] {
  return [...history, sample].slice(-HISTORY_LENGTH);
}

/** Samples this PC's speeds from now on; call the returned function to stop. */
export function recordSpeeds(): () => void {
  const timer = setInterval(() => {
    const self = mirrorStore.getState().state?.self;
    if (!self) return;
    const sample = { down: self.downloadSpeed, up: self.uploadSpeed };
    speedHistory.setState((history) => withSample(history, sample), true);
  }, SAMPLE_EVERY_MS);
  return () => {
    clearInterval(timer);
  };
}
