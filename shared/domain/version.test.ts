import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestPlausible, parseVersion, type Version } from './version.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const DAY_MS = 24 * 60 * 60 * 1000;

// The digits that any day is written with.
const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));

describe('the text of version.ini', () => {
  it.each([
    { what: 'eight digits', text: '20240131' },
    { what: 'a line feed after it', text: '20240131\n' },
    { what: 'CRLF after it', text: '20240131\r\n' },
    { what: 'spaces and tabs around it', text: ' \t20240131 \t\n\n' },
    { what: 'a byte order mark before it', text: `${BYTE_ORDER_MARK}20240131` },
    { what: 'a byte order mark and CRLF', text: `${BYTE_ORDER_MARK}20240131\r\n` },
    { what: 'no-break spaces around it', text: '\u00a020240131\u00a0' },
  ])('is a version: $what', ({ text }) => {
    expect(parseVersion(text)).toBe('20240131');
  });

  it.each(['20240229', '20000229', '19961231', '00010101', '99991231', '21000228'])(
    'is a version: the day %s',
    (text) => {
      expect(parseVersion(text)).toBe(text);
    },
  );

  it.each([
    ...['', ' ', '\n', '0', '2024013', '202401311', '2024 0131', '2024-01-31', '31.01.2024'],
    ...[
      '20241301',
      '20240001',
      '20240100',
      '20240132',
      '20240230',
      '20240431',
      '20230229',
      '21000229',
    ],
    ...[
      '00000000',
      '00001231',
      '99999999',
      '20249999',
      '-2024131',
      '+2024131',
      '2024013a',
      '0x240131',
    ],
    ...[
      '２０２４０１３１',
      '٢٠٢٤٠١٣١',
      '20240131\0',
      '\0',
      '20240131 20240131',
      '20240131\n20240201',
    ],
    ...['version=20240131', '[20240131]', '"20240131"', '20240131;', '2.024e7', '20240131.0'],
    // UTF-16 and anything else that is not UTF-8, as the reader of the file decodes it.
    ...[
      '\ufffd\ufffd2\u00000\u00002\u00004\u0000',
      '2\u00000\u00002\u00004\u0000',
      '\ufffd20240131',
    ],
  ])('is no version: %j', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  it('gives back the day that was written', () => {
    fc.assert(
      fc.property(day, fc.constantFrom('', '\n', '\r\n', ' '), (digits, tail) => {
        expect(parseVersion(digits + tail)).toBe(digits);
      }),
    );
  });

  it('accepts no eight digits that are no day', () => {
    const eightDigits = fc.string({
      unit: fc.constantFrom(...Array.from('0123456789')),
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(eightDigits, (digits) => {
        const iso = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
        const time = Date.parse(iso);
        const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
        expect(parseVersion(digits) === digits).toBe(isDay && !digits.startsWith('0000'));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 64 }), (text) => {
        const version = parseVersion(text);
        expect(version === undefined || /^[0-9]{8}$/.test(version)).toBe(true);
      }),
    );
  });
});

describe('the version that a peer claims', () => {
  const now = Date.parse('2026-11-22T18:00:00Z');

  it.each([
    { claimed: '20261122', plausible: true },
    { claimed: '20261123', plausible: true },
    { claimed: '20261124', plausible: false },
    { claimed: '99991231', plausible: false },
    { claimed: '00010101', plausible: true },
  ])('S15: counts at most a day ahead: $claimed is $plausible', ({ claimed, plausible }) => {
    expect((claimed as Version) <= newestPlausible(now)).toBe(plausible);
  });

  it('S15: counts on the day itself and on the day before, and not two days before', () => {
    fc.assert(
      fc.property(
        day.filter((digits) => digits > '19700103' && digits < '99991230'),
        (digits) => {
          const iso = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
          const midnight = Date.parse(iso);
          const version = digits as Version;
          expect(version <= newestPlausible(midnight)).toBe(true);
          expect(version <= newestPlausible(midnight - DAY_MS)).toBe(true);
          expect(version <= newestPlausible(midnight - DAY_MS - 1)).toBe(false);
        },
      ),
    );
  });
});
