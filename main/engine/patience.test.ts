import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { aPeer, ggoo } from '../../fixtures/engine/room.ts';
import { FIRST_RETRY_MS, LAST_RETRY_MS, Patience } from './patience.ts';

const [alpha, bravo] = [aPeer(1), aPeer(2)];

function setUp() {
  const clock = new FakeClock();
  return { clock, patience: new Patience(clock) };
}

describe('another try', () => {
  it('Q9: is worth it at once where nobody was asked in vain, but not where nobody is', () => {
    const { patience } = setUp();
    expect(patience.isWorthAsking(ggoo, [alpha])).toBe(true);
    expect(patience.isWorthAsking(ggoo, [])).toBe(false);
  });

  it('Q9: of those who failed comes after 5 seconds, then twice as long, a minute at most', () => {
    const { clock, patience } = setUp();
    let waitMs = FIRST_RETRY_MS;
    for (let round = 0; round < 6; round += 1) {
      patience.failed(ggoo, [alpha]);
      clock.advance(waitMs - 1);
      expect(patience.isWorthAsking(ggoo, [alpha])).toBe(false);
      clock.advance(1);
      expect(patience.isWorthAsking(ggoo, [alpha])).toBe(true);
      waitMs = Math.min(waitMs * 2, LAST_RETRY_MS);
    }
    expect(waitMs).toBe(LAST_RETRY_MS);
  });

  it('Q7: is worth it at once with a PC that was not asked, or has another address', () => {
    const { patience } = setUp();
    patience.failed(ggoo, [alpha]);
    expect(patience.isWorthAsking(ggoo, [alpha, bravo])).toBe(true);
    expect(patience.isWorthAsking(ggoo, [{ ...alpha, address: '10.0.0.9:1' }])).toBe(true);
  });

  it('Q7: is worth it at once with a PC that left and came back', () => {
    const { patience } = setUp();
    patience.failed(ggoo, [alpha]);
    expect(patience.isWorthAsking(ggoo, [])).toBe(false);
    expect(patience.isWorthAsking(ggoo, [alpha])).toBe(true);
  });

  it('Q9: forgets its failures once it goes well', () => {
    const { clock, patience } = setUp();
    patience.failed(ggoo, [alpha]);
    patience.failed(ggoo, [alpha]);
    patience.forget(ggoo);
    patience.failed(ggoo, [alpha]);
    clock.advance(FIRST_RETRY_MS);
    expect(patience.isDue(ggoo)).toBe(true);
  });
});
