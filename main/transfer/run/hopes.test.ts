import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../fixtures/engine/fake-clock.ts';
import { Hopes } from './hopes.ts';

describe('S19: where only partial copies are left', () => {
  it('hope ends when nobody has brought anything for five seconds', () => {
    const clock = new FakeClock();
    const hopes = new Hopes(clock);
    expect(hopes.areGone(false)).toBe(false);
    clock.advance(5_000);
    expect(hopes.areGone(false)).toBe(false);
    clock.advance(1);
    expect(hopes.areGone(false)).toBe(true);
  });

  it('hope begins anew whenever someone can give something', () => {
    const clock = new FakeClock();
    const hopes = new Hopes(clock);
    hopes.areGone(false);
    clock.advance(4_000);
    expect(hopes.areGone(true)).toBe(false);
    clock.advance(4_000);
    expect(hopes.areGone(false)).toBe(false);
  });
});
