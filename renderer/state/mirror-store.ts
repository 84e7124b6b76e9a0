import { createStore } from 'zustand/vanilla';
import type { LanspreadBridge } from '../../shared/window/bridge.ts';
import { readFrame } from '../../shared/window/frame-text.ts';
import { applyChange, type AppState, type StateFrame } from '../../shared/window/state.ts';

/** The window's copy of main's state; `state` is undefined until the first snapshot. */
export interface Mirror {
  readonly revision: number;
  readonly state: AppState | undefined;
}

/** Written by frames alone: whoever wants something changed sends a command. */
export const mirrorStore = createStore<Mirror>(() => ({ revision: 0, state: undefined }));

/** Follows main's frames; asks for a snapshot, once, where one is missing in between. */
export function connectMirror(
  bridge: Pick<LanspreadBridge, 'watch' | 'resync'>,
  store: Pick<typeof mirrorStore, 'getState' | 'setState'> = mirrorStore,
): () => void {
  let isWaitingForSnapshot = false;
  return bridge.watch((frameText) => {
    const next = advance(store.getState(), readFrame(frameText));
    if (next) {
      isWaitingForSnapshot = false;
      store.setState(next);
    } else if (!isWaitingForSnapshot) {
      isWaitingForSnapshot = true;
      bridge.resync();
    }
  });
}

/** The mirror after `frame`, or undefined where a frame is missing in between. */
export function advance(mirror: Mirror, frame: StateFrame): Mirror | undefined {
  if (frame.type === 'snapshot') return { revision: frame.revision, state: frame.state };
  if (!mirror.state || frame.revision !== mirror.revision + 1) return undefined;
  return { revision: frame.revision, state: frame.changes.reduce(applyChange, mirror.state) };
}
