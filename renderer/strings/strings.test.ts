import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../shared/errors.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { languageOf } from './language.ts';

/** Words of the trade, which nobody at a party knows. */
const JARGON = /\b(peers?|seed(s|ers?)?|chunks?|manifest|sentinel|hash|staging)\b/i;

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return texts((value as (...args: unknown[]) => unknown)(2, 'x'));
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(texts);
  return [];
}

describe.each([
  ['English', en],
  ['German', de],
])('%s', (_, strings) => {
  it('says nothing in the words of the trade', () => {
    expect(texts(strings).filter((text) => JARGON.test(text))).toEqual([]);
  });

  it('leaves nothing unsaid', () => {
    expect(texts(strings).filter((text) => text.trim() === '')).toEqual([]);
  });

  it('has a word for each way to fail that fits on a card', () => {
    for (const code of ERROR_CODES) expect(strings.failures[code].length).toBeLessThan(32);
  });
});

describe('the language', () => {
  it.each([
    ['de', 'en-US', 'de'],
    ['en', 'de-DE', 'en'],
    ['system', 'de-AT', 'de'],
    ['system', 'DE', 'de'],
    ['system', 'fr-FR', 'en'],
  ] as const)('set to %s on a system in %s is %s', (setting, system, language) => {
    expect(languageOf(setting, system)).toBe(language);
  });
});
