import { describe, expect, it } from 'vitest';
import type { PeerId } from '../../shared/domain/ids.ts';
import type { Hint } from './hint.ts';
import { RecentHints } from './recent-hints.ts';

const hintAt = (address: string): Hint => ({
  peerId: 'a'.repeat(32) as PeerId,
  name: 'alpha',
  addresses: [address],
});

describe('RecentHints', () => {
  it('tells what is heard on two interfaces once, and again four seconds later', () => {
    const recent = new RecentHints();
    expect(recent.isNews(hintAt('10.0.0.1:1'), 0)).toBe(true);
    expect(recent.isNews(hintAt('10.0.0.1:1'), 5)).toBe(false);
    expect(recent.isNews(hintAt('10.0.0.1:1'), 3_999)).toBe(false);
    expect(recent.isNews(hintAt('10.0.0.1:1'), 4_000)).toBe(true);
  });

  it('S11: tells a peer that is elsewhere now at once', () => {
    const recent = new RecentHints();
    expect(recent.isNews(hintAt('10.0.0.1:1'), 0)).toBe(true);
    expect(recent.isNews(hintAt('10.0.0.2:1'), 1)).toBe(true);
  });

  it('M3: tells at most 512 hints in four seconds of a flood, and goes on after it', () => {
    const recent = new RecentHints();
    const told = Array.from({ length: 10_000 }, (_, index) =>
      recent.isNews(hintAt(`10.0.0.1:${index + 1}`), index / 10),
    );
    expect(told.filter(Boolean)).toHaveLength(512);
    expect(recent.isNews(hintAt('10.0.0.2:1'), 12_000)).toBe(true);
  });
});
