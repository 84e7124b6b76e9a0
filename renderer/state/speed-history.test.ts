import { expect, it } from 'vitest';
import { HISTORY_LENGTH, type SpeedSample, withSample } from './speed-history.ts';

it('remembers two minutes and no more', () => {
  const seconds = Array.from({ length: HISTORY_LENGTH + 5 }, (_, index) => index);
  const history = seconds.reduce<readonly SpeedSample[]>(
    (samples, down) => withSample(samples, { down, up: 0 }),
    [],
  );
  expect(history).toHaveLength(HISTORY_LENGTH);
  expect(history[0]?.down).toBe(5);
  expect(history.at(-1)?.down).toBe(HISTORY_LENGTH + 4);
});
