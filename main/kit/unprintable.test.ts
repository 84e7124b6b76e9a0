import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeUnprintable, onOneLine } from './unprintable.ts';

const CONTROLS = /\p{Cc}|\p{Surrogate}|[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

describe('what a terminal might obey', () => {
  it('C6: is escaped in a line of JSON, which says the same as before', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), (units) => {
        const text = String.fromCharCode(...units);
        const line = escapeUnprintable(JSON.stringify({ text }));
        expect(line).not.toMatch(CONTROLS);
        expect(JSON.parse(line)).toEqual({ text });
      }),
    );
  });

  it.each(['\u001b[2J', 'a\nb', 'a\u009b31m', 'gnp\u202eexe', 'a\u2028b', '\ud800'])(
    'C6: is gone from a line for people: %j',
    (text) => {
      expect(onOneLine(text)).not.toMatch(CONTROLS);
      expect(escapeUnprintable(JSON.stringify(text))).toMatch(/\\u[0-9a-f]{4}|\\n/);
    },
  );

  it('leaves all other writing as it is', () => {
    const text = 'Жора 漢字 עברית 👩‍👩‍👧 é';
    expect(onOneLine(text)).toBe(text);
    expect(escapeUnprintable(JSON.stringify(text))).toBe(JSON.stringify(text));
  });
});
