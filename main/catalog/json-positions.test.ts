import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnAt, findElements, findSyntaxFault, lineAt } from './json-positions.ts';

describe('where a text stops being JSON', () => {
  it.each([
    { text: '', line: 1, column: 1 },
    { text: '{"a": 1,}', line: 1, column: 9 },
    { text: '{\n  "a": 1\n  "b": 2\n}', line: 3, column: 3 },
    { text: '{\r\n  "a": x\r\n}', line: 2, column: 8 },
    { text: '["é", "漢" "a"]', line: 1, column: 11 },
    { text: '[1, 2', line: 1, column: 6 },
    { text: '{"a": "b\n"}', line: 1, column: 7 },
    { text: '[1]]', line: 1, column: 4 },
    { text: '{"a": [1}', line: 1, column: 9 },
    { text: '\n\n <html>', line: 3, column: 2 },
    { text: '{"a" 1}', line: 1, column: 6 },
    { text: '{1: 2}', line: 1, column: 2 },
  ])('is line $line, column $column of $text', ({ text, line, column }) => {
    const fault = findSyntaxFault(text);
    expect({ line: lineAt(text, fault), column: columnAt(text, fault) }).toEqual({ line, column });
  });

  it('is the token with the first wrong character, and nothing in a text that parses', () => {
    const anyText = fc
      .tuple(fc.jsonValue(), fc.nat(3))
      .map(([value, indent]) => JSON.stringify(value, null, indent));
    fc.assert(
      fc.property(anyText, fc.nat(), (text, seed) => {
        expect(findSyntaxFault(text)).toBe(text.length);
        const wrong = seed % (text.length + 1);
        const fault = findSyntaxFault(`${text.slice(0, wrong)}\0${text.slice(wrong)}`);
        expect(fault).toBeLessThanOrEqual(wrong);
        expect(text.slice(fault, wrong)).toMatch(/^("|[^{}[\],:]*$)/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is found in megabytes of brackets and of escapes', () => {
    expect(findSyntaxFault('['.repeat(1_000_000))).toBe(1_000_000);
    expect(findSyntaxFault(`"${'\\n'.repeat(1_000_000)}"`)).toBe(2_000_002);
  });
});

describe('where the elements of a list begin', () => {
  it('is known, whatever they and the keys beside the list hold', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), fc.nat(4), (list, other, indent) => {
        const text = JSON.stringify(
          { before: other, games: list, after: [other, { games: [1] }] },
          null,
          indent,
        );
        const offsets = findElements(text, 'games');
        expect(offsets).toHaveLength(list.length);
        list.forEach((element, index) => {
          const start = JSON.stringify(element).slice(0, 1);
          expect(text[offsets[index] ?? -1]).toBe(start);
        });
      }),
    );
  });

  it('counts lines', () => {
    const text = '{\n"games": [\n{"id": "a"},\n\n{"id":\n"b"}, {"id": "c"}]}';
    const lines = findElements(text, 'games').map((offset) => lineAt(text, offset));
    expect(lines).toEqual([3, 5, 6]);
  });

  it('is that of the last list where the key is there twice, as in what is parsed', () => {
    const text = '{"games": [1, 2],\n"games": [3]}';
    expect(findElements(text, 'games')).toEqual([text.indexOf('3')]);
  });
});
