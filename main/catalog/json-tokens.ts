export type JsonTokenType =
  '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'scalar' | 'end' | 'fault';

/** A piece of a JSON text, from offset `start` up to `end`. */
export interface JsonToken {
  readonly type: JsonTokenType;
  readonly start: number;
  readonly end: number;
}

const WHITE_SPACE = /[ \t\r\n]*/y;
const PUNCTUATION = /[{}[\]:,]/y;
const PLAIN_TEXT = /[^"\\\p{Cc}]*/uy;
// DEL and the C1 controls may stand in a JSON string as they are.
const SPECIAL = /[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/uy;
const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)\b/y;

/** The tokens of `text`; the last is `end`, or `fault` where no token begins. */
export function* jsonTokens(text: string): Generator<JsonToken> {
  let start = endOf(WHITE_SPACE, text, 0) ?? 0;
  while (start < text.length) {
    const token = tokenAt(text, start);
    yield token;
    if (token.type === 'fault') return;
    start = endOf(WHITE_SPACE, text, token.end) ?? token.end;
  }
  yield { type: 'end', start: text.length, end: text.length };
}

function tokenAt(text: string, start: number): JsonToken {
  const punctuation = endOf(PUNCTUATION, text, start);
  if (punctuation !== undefined)
    return { type: text[start] as JsonTokenType, start, end: punctuation };
  const string = endOfString(text, start);
  if (string !== undefined) return { type: 'string', start, end: string };
  const scalar = endOf(SCALAR, text, start);
  if (scalar !== undefined) return { type: 'scalar', start, end: scalar };
  return { type: 'fault', start, end: start };
}

// In steps, since one pattern for all would overflow the stack at a megabyte of escapes.
function endOfString(text: string, start: number): number | undefined {
  if (text[start] !== '"') return undefined;
  let end: number | undefined = start + 1;
  while (end !== undefined) {
    end = endOf(PLAIN_TEXT, text, end) ?? end;
    if (text[end] === '"') return end + 1;
    end = endOf(SPECIAL, text, end);
  }
  return undefined;
}

function endOf(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
