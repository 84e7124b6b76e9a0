import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseVersion } from '../../shared/domain/version.ts';
import { folder, linkTo, pipe, place, sparseFile, type Thing } from '../../fixtures/games/place.ts';
import { MAX_SENTINEL_BYTES, readSentinel } from './read-sentinel.ts';

let game: string;
beforeEach(() => {
  game = mkdtempSync(join(tmpdir(), 'lanspread-sentinel-'));
});
afterEach(() => {
  rmSync(game, { recursive: true, force: true });
});

describe('version.ini', () => {
  it.each([
    { what: 'eight digits', text: '20240131' },
    { what: 'a line after it', text: '20240131\r\n' },
    { what: 'a byte order mark', text: '\uFEFF20240131' },
    { what: 'blanks up to the limit', text: '20240131'.padEnd(MAX_SENTINEL_BYTES) },
  ])('makes a game ready: $what', ({ text }) => {
    place(game, { 'version.ini': text });
    expect(read()).toEqual({ version: '20240131', problem: undefined, hasReadFault: false });
  });

  it('S12: makes it not ready where it is not there, without a problem', () => {
    place(game, { 'ggoo.eti': 'archive', 'data/version.ini': '20240131' });
    expect(read()).toEqual({ version: undefined, problem: undefined, hasReadFault: false });
  });

  const bad: readonly { readonly what: string; readonly thing: Thing; readonly says: string }[] = [
    { what: 'no day', thing: '20240230', says: 'holds "20240230"' },
    { what: 'too short', thing: '2024013\n', says: 'holds "2024013"' },
    { what: 'a setting', thing: 'version=20240131', says: 'holds "version=20240131"' },
    {
      what: 'a story',
      thing: 'The quick brown fox jumps over.',
      says: 'holds "The quick brown fox jump"',
    },
    { what: 'empty', thing: '', says: 'holds nothing' },
    { what: 'blank', thing: ' \r\n', says: 'holds nothing' },
    { what: 'binary', thing: Uint8Array.of(0, 27, 155, 255), says: 'holds "\uFFFD' },
    { what: 'UTF-16', thing: Buffer.from('\uFEFF20240131', 'utf16le'), says: 'holds "\uFFFD' },
    {
      what: 'a day and more',
      thing: '20240131'.padEnd(MAX_SENTINEL_BYTES + 1),
      says: 'is over 64 bytes',
    },
    { what: 'a gigabyte', thing: sparseFile(1e9), says: 'is over 64 bytes' },
    { what: 'a folder', thing: folder, says: 'is a folder' },
    { what: 'a link to a good one', thing: linkTo('real.ini'), says: 'is a link' },
    { what: 'a named pipe', thing: pipe, says: 'is a named pipe' },
  ];

  it.each(bad)('D8: makes it not ready, and says so, where it is $what', ({ thing, says }) => {
    place(game, { 'real.ini': '20240131', 'version.ini': thing });
    const { version, problem } = read();
    expect(version).toBeUndefined();
    expect(problem).toContain(`is not ready: its version.ini ${says}`);
    expect(problem).not.toMatch(/\p{Cc}/u);
  });

  it('D8: makes it not ready, and says so, where it is spelled otherwise', () => {
    place(game, { 'VERSION.INI': '20240131' });
    expect(read().problem).toContain('its version.ini is spelled "VERSION.INI"');
  });

  it('never throws and never shows a control character, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        place(game, { 'version.ini': bytes });
        const { version, problem } = read();
        const text = Buffer.from(bytes).toString();
        expect(version).toBe(bytes.length > MAX_SENTINEL_BYTES ? undefined : parseVersion(text));
        expect(problem ?? '').not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

function read() {
  return readSentinel(game, readdirSync(game, { withFileTypes: true }));
}
