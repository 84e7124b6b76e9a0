import { describe, expect, it } from 'vitest';
import { refreshMs } from './peer-browser.ts';

describe('refreshMs', () => {
  it('S25: keeps what a room of any size hears of answers at the same few bytes a second', () => {
    expect(refreshMs(0)).toBe(30_000);
    expect(refreshMs(3)).toBe(30_000);
    expect(refreshMs(10)).toBe(240_000);
    expect(refreshMs(50)).toBe(6_000_000);
  });

  it('M3: starts over at once after a flood', () => {
    expect(refreshMs(255)).toBe(156_060_000);
    expect(refreshMs(256)).toBe(0);
  });
});
