import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../fixtures/engine/fake-clock.ts';
import { StallWatch } from './stall-watch.ts';

function watched() {
  const clock = new FakeClock();
  const state = { isDue: true, stalls: 0 };
  const watch = new StallWatch({
    clock,
    limitMs: 1_000,
    isDue: () => state.isDue,
    onStall: () => {
      state.stalls += 1;
    },
  });
  watch.start();
  return { clock, state, watch };
}

describe('W2: the stall watch', () => {
  it('tells a stall once, between its limit and a quarter more', () => {
    const { clock, state } = watched();
    clock.advance(1_000);
    expect(state.stalls).toBe(0);
    clock.advance(250);
    expect(state.stalls).toBe(1);
    clock.advance(10_000);
    expect(state.stalls).toBe(1);
  });

  it('is content with a peer that moves a little all the time', () => {
    const { clock, state, watch } = watched();
    for (let second = 0; second < 100; second += 1) {
      clock.advance(900);
      watch.moved();
    }
    expect(state.stalls).toBe(0);
  });

  it('gives the whole limit to what becomes due after a long time of nothing', () => {
    const { clock, state } = watched();
    state.isDue = false;
    clock.advance(60_000);
    state.isDue = true;
    clock.advance(999);
    expect(state.stalls).toBe(0);
    clock.advance(500);
    expect(state.stalls).toBe(1);
  });

  it('looks no more once it is stopped', () => {
    const { clock, state, watch } = watched();
    watch.stop();
    clock.advance(60_000);
    expect(state.stalls).toBe(0);
    expect(clock.waiting).toBe(0);
  });
});
