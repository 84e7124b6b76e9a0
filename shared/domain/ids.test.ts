import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContentHash, parseGameId, parsePeerId } from './ids.ts';
import { pathProblem } from './portable-path.ts';

describe('game ids', () => {
  it.each([
    ...['ggoo', 'a', '0', '0ad', 'bf1942', 'cnc-red_alert.2', '-', '_', '.a', 'a'.repeat(64)],
    ...['con2', 'console', 'a.b', '--'],
  ])('accepts %j', (text) => {
    expect(parseGameId(text)).toBe(text);
  });

  it.each([
    ...['', '.', '..', 'a.', '...', 'a'.repeat(65), 'GGOO', 'Ggoo', 'é', 'e\u0301', 'ｇｇｏｏ'],
    ...[
      'a b',
      ' a',
      'a ',
      'a/b',
      'a\\b',
      '../a',
      'a\0',
      'a\n',
      'a:b',
      'a%',
      'con',
      'nul',
      'com1',
      'aux.x',
    ],
  ])('W7: refuses %j', (text) => {
    expect(parseGameId(text)).toBeUndefined();
  });

  it('W7: is a portable name of one part, whatever is accepted', () => {
    const nearlyId = fc.string({
      unit: fc.constantFrom(...Array.from('acnou01._-/ \\:A')),
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.oneof(nearlyId, fc.string({ unit: 'binary' })), (text) => {
        const id = parseGameId(text);
        if (id === undefined) return;
        expect(pathProblem(id)).toBeUndefined();
        expect(id).toMatch(/^[^/\\]{1,64}$/);
      }),
    );
  });
});

describe('peer ids and content hashes', () => {
  const kinds = [
    { kind: 'a peer id', parse: parsePeerId, digits: 32 },
    { kind: 'a content hash', parse: parseContentHash, digits: 64 },
  ];

  it.each(kinds)('accepts exactly $digits lower-case hex digits as $kind', ({ parse, digits }) => {
    const hex = fc.string({
      unit: fc.constantFrom(...Array.from('0123456789abcdef')),
      minLength: digits,
      maxLength: digits,
    });
    fc.assert(
      fc.property(hex, (text) => {
        expect(parse(text)).toBe(text);
      }),
    );
  });

  it.each(kinds)('W16: refuses anything else as $kind', ({ parse, digits }) => {
    const zeros = '0'.repeat(digits);
    const others = [
      '',
      zeros.slice(1),
      `${zeros}0`,
      zeros.replace('0', 'g'),
      zeros.replace('0', 'A'),
    ];
    for (const text of [...others, ` ${zeros.slice(1)}`, `${zeros}\n`, '__proto__']) {
      expect(parse(text)).toBeUndefined();
    }
  });
});
