import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { aGameCard } from '../../fixtures/window/a-game-card.ts';
import { aTransfer } from '../../fixtures/window/a-transfer.ts';
import { anAppState } from '../../fixtures/window/an-app-state.ts';
import { writeFrame } from '../../shared/window/frame-text.ts';
import type { Change, StateFrame } from '../../shared/window/state.ts';
import { advance, connectMirror, type Mirror } from './mirror-store.ts';

const EMPTY: Mirror = { revision: 0, state: undefined };
const card = aGameCard();

function snapshot(revision: number): StateFrame {
  return { type: 'snapshot', revision, state: anAppState() };
}

function patch(revision: number, ...changes: Change[]): StateFrame {
  return { type: 'patch', revision, changes };
}

function aFollowedBridge() {
  const store = createStore<Mirror>(() => EMPTY);
  let tell: (frameText: string) => void = () => undefined;
  const bridge = {
    resyncs: 0,
    watch: (onFrame: (frameText: string) => void) => {
      tell = onFrame;
      return () => {
        tell = () => undefined;
      };
    },
    resync: () => {
      bridge.resyncs += 1;
    },
  };
  const stop = connectMirror(bridge, store);
  return {
    store,
    bridge,
    stop,
    tell: (frame: StateFrame) => {
      tell(writeFrame(frame));
    },
  };
}

describe('the mirror after a frame', () => {
  it('takes a snapshot as it is, whatever came before', () => {
    expect(advance({ revision: 9, state: anAppState() }, snapshot(3))?.revision).toBe(3);
  });

  it('takes the patch that follows, and only that one', () => {
    const mirror = { revision: 3, state: anAppState() };
    const changes: Change[] = [{ type: 'put-games', rows: [card] }];
    expect(advance(mirror, patch(4, ...changes))?.state?.games).toEqual({ ggoo: card });
    expect(advance(mirror, patch(3, ...changes))).toBeUndefined();
    expect(advance(mirror, patch(5, ...changes))).toBeUndefined();
  });

  it('takes no patch before the first snapshot', () => {
    expect(advance(EMPTY, patch(1))).toBeUndefined();
  });

  it('leaves every row alone that a patch does not name, so that one card is drawn again', () => {
    const other = aGameCard({ id: 'other' as typeof card.id });
    const state = anAppState({ games: { ggoo: card, other } });
    const next = advance(
      { revision: 1, state },
      patch(2, { type: 'put-transfers', rows: [aTransfer()] }),
    );
    expect(next?.state?.games).toBe(state.games);
    expect(next?.state?.transfers['ggoo']).toEqual(aTransfer());
  });
});

describe('following the bridge', () => {
  it('asks once for a snapshot after a gap, and goes on with it', () => {
    const { store, bridge, tell } = aFollowedBridge();
    tell(snapshot(1));
    tell(patch(3));
    tell(patch(4));
    expect(bridge.resyncs).toBe(1);
    expect(store.getState().revision).toBe(1);

    tell(snapshot(4));
    tell(patch(5, { type: 'put-games', rows: [card] }));
    expect(store.getState()).toMatchObject({ revision: 5, state: { games: { ggoo: card } } });
    expect(bridge.resyncs).toBe(1);
  });

  it('asks again after a second gap', () => {
    const { bridge, tell } = aFollowedBridge();
    tell(snapshot(1));
    tell(patch(3));
    tell(snapshot(3));
    tell(patch(5));
    expect(bridge.resyncs).toBe(2);
  });

  it('hears nothing once it is stopped', () => {
    const { store, stop, tell } = aFollowedBridge();
    stop();
    tell(snapshot(1));
    expect(store.getState()).toEqual(EMPTY);
  });
});
