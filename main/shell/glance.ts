import type { AppState, StateFrame } from '../../shared/window/state.ts';
import { applyChange } from '../../shared/window/state.ts';
import type { Words } from './words.ts';

/** What is worth knowing with the window closed. */
export interface Glance {
  readonly peopleCount: number;
  /** Bytes a second. */
  readonly upload: number;
  readonly download: number;
}

/** The state after a frame; undefined before the first snapshot. */
export function followFrame(state: AppState | undefined, frame: StateFrame): AppState | undefined {
  if (frame.type === 'snapshot') return frame.state;
  return state && frame.changes.reduce(applyChange, state);
}

/** What a state comes down to. */
export function glanceAt({ people, self }: AppState): Glance {
  return {
    peopleCount: Object.keys(people).length,
    upload: self.uploadSpeed,
    download: self.downloadSpeed,
  };
}

/** Whether bytes move, in whatever direction. */
export function isMoving({ upload, download }: Glance): boolean {
  return upload > 0 || download > 0;
}

/** One line: "9 here, up 38.0, down 105.2 MB/s". */
export function glanceLine(glance: Glance, words: Words): string {
  const here = words.here(glance.peopleCount);
  if (!isMoving(glance)) return here;
  return `${here}, ${words.speeds(megabytes(glance.upload), megabytes(glance.download))}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
