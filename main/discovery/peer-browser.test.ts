import { describe, expect, it } from 'vitest';
import { refreshMs } from './peer-browser.ts';

describe('refreshMs', () => {
  it('keeps a room of any size at about one question in two seconds', () => {
    expect(refreshMs(0)).toBe(30_000);
    expect(refreshMs(15)).toBe(30_000);
    expect(refreshMs(100)).toBe(200_000);
  });

  it('M3: starts over at once after a flood', () => {
    expect(refreshMs(255)).toBe(510_000);
    expect(refreshMs(256)).toBe(0);
  });
});
