import { LanspreadError } from '../../shared/errors.ts';

const MAX_QUOTED_CHARACTERS = 80;

// Controls, bidi marks and lone surrogates of a hostile name would reach a terminal or a window.
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** The archive's bytes are not those that were packed; `what` follows its name, as in `is cut off`. */
export function damagedArchive(label: string, what: string, cause?: unknown): LanspreadError {
  return new LanspreadError(
    'archive-invalid',
    `${label} is damaged: it ${what}. Download the game again.`,
    { cause },
  );
}

/** The archive is of a kind that can't be unpacked; `what` follows its name, as in `is encrypted`. */
export function invalidArchive(label: string, what: string): LanspreadError {
  return new LanspreadError(
    'archive-invalid',
    `${label} can't be unpacked: it ${what}. Ask whoever packed it for another archive.`,
  );
}

/** The archive asks for what is never done; `what` follows a colon, as in `"CON" is a name …`. */
export function unsafeArchive(label: string, what: string): LanspreadError {
  return new LanspreadError(
    'archive-unsafe',
    `${label} was refused: ${what}. Ask whoever packed it for another archive.`,
  );
}

/** A name from an archive as messages may show it: in quotes, printable, of bounded length. */
export function quoted(name: string): string {
  const characters = Array.from(name.slice(0, MAX_QUOTED_CHARACTERS * 2));
  const shown = characters.slice(0, MAX_QUOTED_CHARACTERS).join('').replace(UNPRINTABLE, '?');
  return shown.length < name.length ? `"${shown}…"` : `"${shown}"`;
}
