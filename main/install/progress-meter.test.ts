import { describe, expect, it } from 'vitest';
import { ProgressMeter } from './progress-meter.ts';
import { type UnpackProgress } from './unpack-messages.ts';

describe('a progress meter', () => {
  it('tells each new stage at once, and in between ten times a second at most', () => {
    let nowMs = 0;
    const told: UnpackProgress[] = [];
    const meter = new ProgressMeter(
      (progress) => told.push(progress),
      () => nowMs,
    );
    meter.beginUnpacking(1000);
    for (nowMs = 0; nowMs < 1000; nowMs += 1) meter.advance(1);
    meter.beginFlushing();
    expect(told[0]).toEqual({ type: 'unpacking', bytesDone: 0, bytesTotal: 1000 });
    expect(told[1]).toEqual({ type: 'unpacking', bytesDone: 101, bytesTotal: 1000 });
    expect(told.at(-1)).toEqual({ type: 'flushing' });
    expect(told).toHaveLength(11);
  });

  it('gives a sign of life where no byte is unpacked', () => {
    let nowMs = 0;
    const told: UnpackProgress[] = [];
    const meter = new ProgressMeter(
      (progress) => told.push(progress),
      () => nowMs,
    );
    nowMs = 200;
    meter.advance();
    expect(told).toEqual([{ type: 'checking' }]);
  });
});
