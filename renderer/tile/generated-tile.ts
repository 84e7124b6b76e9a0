import { HEIGHT, type Shape } from './motif.ts';
import { pickMotif } from './motifs.ts';
import { monogram } from './monogram.ts';
import { type Palette, PALETTES } from './palettes.ts';
import { pick, seededRandom } from './seeded-random.ts';

/** Room for the letters. */
const LETTERS_WIDTH = 170;
const MAX_LETTER_HEIGHT = 88;
const MARGIN = 15;

/** What heavy letters take of their height at most, the first that fits. */
const LETTER_WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[WMmw]/, 0.98],
  [/[IJijlt1.]/, 0.46],
  [/[a-z0-9]/, 0.68],
];
const OTHER_LETTER_WIDTH = 0.78;
const LINE_HEIGHT = 0.9;

/** A line of letters, at its place on the tile. */
export interface Letters {
  readonly text: string;
  readonly x: number;
  /** Where the line stands. */
  readonly y: number;
  readonly size: number;
}

/** What a tile shows: a ground, shapes on it, and letters at its foot. */
export interface GeneratedTile {
  readonly palette: Palette;
  readonly shapes: readonly Shape[];
  readonly letters: readonly Letters[];
}

/** A cover for a game that brings none; always the same for a title. */
export function generatedTile(title: string, genre: string): GeneratedTile {
  const random = seededRandom(title);
  const palette = pick(random, PALETTES);
  const shapes = pickMotif(random, genre)(random, palette);
  return { palette, shapes, letters: lettersOf(monogram(title)) };
}

function lettersOf(lines: readonly string[]): readonly Letters[] {
  const widest = Math.max(...lines.map(widthOf));
  const size = Math.min(MAX_LETTER_HEIGHT, LETTERS_WIDTH / widest);
  return lines.map((text, index) => {
    const y = HEIGHT - MARGIN - 4 - (lines.length - 1 - index) * size * LINE_HEIGHT;
    return { text, x: MARGIN, y, size };
  });
}

function widthOf(line: string): number {
  const widths = Array.from(
    line,
    (letter) => LETTER_WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? OTHER_LETTER_WIDTH,
  );
  return widths.reduce((sum, width) => sum + width, 0);
}
