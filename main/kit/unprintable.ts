// Controls, halves of characters, line separators and what turns the writing direction: in a stranger's
// name they could forge lines, rows and commands to a terminal.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

const HEX = 16;

/** A line of JSON that says the same, with all that a terminal might obey as `\u` escapes. */
export function escapeUnprintable(json: string): string {
  return json.replace(UNPRINTABLE, (character) => {
    return `\\u${character.charCodeAt(0).toString(HEX).padStart(4, '0')}`;
  });
}

/** Text for people in one line: what can't be printed becomes a space. */
export function onOneLine(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}
