import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFormats } from './formats.ts';

const en = createFormats('en-GB');
const de = createFormats('de');

/** As it is read: the space that keeps a unit with its figure is a space. */
function plain(text: string): string {
  return text.replaceAll('\u00A0', ' ');
}

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 KB'],
    [126_400_000, '126 MB'],
    [999_600_000, '1 GB'],
    [12_340_000_000, '12.3 GB'],
    [5e15, '5,000 TB'],
  ])('%d is %s', (bytes, text) => {
    expect(plain(en.bytes(bytes))).toBe(text);
  });

  it('are written as the language writes figures', () => {
    expect(plain(de.bytes(12_340_000_000))).toBe('12,3 GB');
  });

  it('never show a thousand of a unit that has a larger one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999e12 }), (bytes) => {
        const figure = Number(plain(en.bytes(bytes)).split(' ')[0]);
        expect(figure).toBeLessThan(1000);
      }),
    );
  });
});

describe('other figures', () => {
  it.each([
    [105_300_000, '105 MB/s'],
    [12_700_000, '13 MB/s'],
    [2_340_000, '2.3 MB/s'],
  ])('a speed of %d is %s', (speed, text) => {
    expect(plain(en.speed(speed))).toBe(text);
  });

  it.each([
    [0.2, '1 s'],
    [20, '20 s'],
    [59.6, '1 min'],
    [170, '3 min'],
    [3600, '1 h'],
    [4800, '1 h 20 min'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(plain(en.duration(seconds))).toBe(text);
  });

  it('says 100 % only when all is done', () => {
    expect(plain(en.percent(0.9999))).toBe('99 %');
    expect(plain(en.percent(1))).toBe('100 %');
  });

  it('shows a version as the day it is, and anything else as it is', () => {
    expect(en.version('20250301')).toBe('1 Mar 2025');
    expect(en.version('')).toBe('');
    expect(en.version('2025')).toBe('2025');
  });

  it.each([
    [5, 'now'],
    [300, '5 minutes ago'],
    [7200, '2 hours ago'],
    [90_000, 'yesterday'],
  ])('%d seconds back are %s', (seconds, text) => {
    expect(en.ago(0, seconds * 1000)).toBe(text);
  });
});
