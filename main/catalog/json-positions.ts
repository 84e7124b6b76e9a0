import { type JsonTokenType, jsonTokens } from './json-tokens.ts';

type Closer = '}' | ']';
type Expected = 'value' | 'first-item' | 'key' | 'first-key' | 'colon' | 'comma' | 'end';

const VALUE: readonly JsonTokenType[] = ['{', '[', 'string', 'scalar'];
const ALLOWED: Readonly<Record<Expected, readonly JsonTokenType[]>> = {
  value: VALUE,
  'first-item': [...VALUE, ']'],
  key: ['string'],
  'first-key': ['string', '}'],
  colon: [':'],
  comma: [',', '}', ']'],
  end: ['end'],
};
const EXPECTED_AFTER: Readonly<Partial<Record<JsonTokenType, Expected>>> = {
  '{': 'first-key',
  '[': 'first-item',
  ':': 'value',
};
const DEPTH_CHANGE: Readonly<Partial<Record<JsonTokenType, number>>> = {
  '{': 1,
  '[': 1,
  '}': -1,
  ']': -1,
};

/** The offset at which `text`, which does not parse, stops being JSON. */
export function findSyntaxFault(text: string): number {
  const closers: Closer[] = [];
  let expected: Expected = 'value';
  for (const { type, start } of jsonTokens(text)) {
    const isWrongCloser = isCloser(type) && type !== closers.at(-1);
    if (isWrongCloser || !ALLOWED[expected].includes(type)) return start;
    trackNesting(type, closers);
    expected = expectedAfter(type, expected, closers);
  }
  return text.length;
}

/** The offset of each element of the list `key` in the object that `text`, which must parse, is. */
export function findElements(text: string, key: string): readonly number[] {
  let offsets: number[] = [];
  let isInList = false;
  let depth = 0;
  let previous: JsonTokenType = ',';
  for (const { type, start, end } of jsonTokens(text)) {
    const isFirst = ['{', '[', ','].includes(previous) && !isCloser(type);
    if (isFirst && depth === 1) {
      isInList = JSON.parse(text.slice(start, end)) === key;
      // Of a key that is there twice the last counts.
      if (isInList) offsets = [];
    } else if (isFirst && depth === 2 && isInList) offsets.push(start);
    depth += DEPTH_CHANGE[type] ?? 0;
    previous = type;
  }
  return offsets;
}

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The column of an offset within its line, counted from 1. */
export function columnAt(text: string, offset: number): number {
  return offset - text.slice(0, offset).lastIndexOf('\n');
}

function trackNesting(type: JsonTokenType, closers: Closer[]): void {
  if (type === '{') closers.push('}');
  else if (type === '[') closers.push(']');
  else if (isCloser(type)) closers.pop();
}

function expectedAfter(
  type: JsonTokenType,
  expected: Expected,
  closers: readonly Closer[],
): Expected {
  const next = EXPECTED_AFTER[type];
  if (next) return next;
  if (type === ',') return closers.at(-1) === '}' ? 'key' : 'value';
  if (type === 'string' && (expected === 'key' || expected === 'first-key')) return 'colon';
  return closers.length === 0 ? 'end' : 'comma';
}

function isCloser(type: JsonTokenType): type is Closer {
  return type === '}' || type === ']';
}
