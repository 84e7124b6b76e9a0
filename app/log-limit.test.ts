import { describe, expect, it } from 'vitest';
import { LOG_BURST, LOG_PAUSE_MS, LogLimit, MAX_LOG_LINE } from './log-limit.ts';

function limitAt() {
  const time = { ms: 0 };
  return { time, limit: new LogLimit(() => time.ms) };
}

describe('the log', () => {
  it('W19: lets a burst through, then a line each so often', () => {
    const { time, limit } = limitAt();
    const passed = Array.from({ length: 10_000 }, () => limit.pass('x')).flat();
    expect(passed).toHaveLength(LOG_BURST);
    time.ms += LOG_PAUSE_MS;
    expect(limit.pass('next')).toEqual([
      '{"leftOut":9900,"msg":"so many lines were left out before this one"}\n',
      'next\n',
    ]);
    expect(limit.pass('too soon')).toEqual([]);
  });

  it('W19: saves up no more than a burst while nothing happens', () => {
    const { time, limit } = limitAt();
    time.ms += 24 * 3_600_000;
    const passed = Array.from({ length: 1_000 }, () => limit.pass('x')).flat();
    expect(passed).toHaveLength(LOG_BURST);
  });

  it.each(['x', '"', '\\', 'é'])(
    'W19: cuts a line of a megabyte of %j, and it is JSON still',
    (letter) => {
      const line = JSON.stringify({ msg: letter.repeat(1_000_000) });
      const [passed = ''] = limitAt().limit.pass(line);
      expect(passed.length).toBeLessThanOrEqual(MAX_LOG_LINE);
      expect(JSON.parse(passed)).toMatchObject({ cut: expect.stringContaining('msg') as string });
      expect(passed.endsWith('\n')).toBe(true);
    },
  );
});
