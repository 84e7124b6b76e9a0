/** Longest single word that is written out. */
const MAX_WORD = 6;

/** At least so many letters of a number get a line of their own: `1942`, but not `2`. */
const LONG_NUMBER = 3;

const NUMBER = /^(?:[0-9][0-9.]*|[IVX]+)$/;

/** Short words in capitals are names already: `SWAT`, `ET`. */
const NAME = /^[A-Z]{2,4}$/;

/** What a tile writes large, in one to three lines: `Q3A`, `C&C` over `RA2`, `UT` over `2004`. */
export function monogram(title: string): readonly string[] {
  const [main = title, subtitle] = title.split(/:\s+| - /);
  const lines = linesOf(main);
  if (subtitle === undefined || lines.length > 2) return lines;
  return [...lines, initials(wordsOf(subtitle)).slice(0, 4)];
}

function linesOf(text: string): readonly string[] {
  const words = wordsOf(text);
  const [only] = words;
  if (only === undefined) return [firstLetter(text).toUpperCase()];
  if (words.length === 1) return [only.length <= MAX_WORD ? only.toUpperCase() : firstLetter(only)];

  const last = words.at(-1) ?? '';
  const isNumbered = NUMBER.test(last) && (last.length >= LONG_NUMBER || words.length === 2);
  if (!isNumbered) return [initials(words).slice(0, 5)];
  return [linesOf(words.slice(0, -1).join(' ')).join(''), last];
}

function wordsOf(text: string): readonly string[] {
  return text
    .replace(/['’(),]/g, '')
    .replace(/(?<=[A-Z])\./g, '')
    .split(/[\s\-/]+/)
    .filter((word) => word !== '' && !/^(?:the)$/i.test(word));
}

function initials(words: readonly string[]): string {
  const isWhole = (word: string): boolean => NUMBER.test(word) || NAME.test(word);
  return words.map((word) => (isWhole(word) ? word : firstLetter(word))).join('');
}

// A letter beyond the first plane takes two places in a text; half of one is no letter.
function firstLetter(text: string): string {
  return Array.from(text)[0] ?? '';
}
