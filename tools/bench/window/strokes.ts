/** Keys that are no letters, by their code on a keyboard as Windows counts. */
export const NAMED_KEYS: Readonly<Record<string, number>> = {
  ...{ Backspace: 8, Escape: 27, PageUp: 33, PageDown: 34, Home: 36 },
  ...{ ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 },
};

/** What a player presses who looks for a game: the search, a word and not, then through the cards. */
export const STROKES: readonly string[] = [
  ...['/', 'i', 'r', 'o', 'n', 'Backspace', 'Backspace', 'Backspace', 'Backspace'],
  ...['s', 't', 'o', 'Escape', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight'],
  ...['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowLeft', 'PageDown', 'ArrowUp', 'Home'],
];
