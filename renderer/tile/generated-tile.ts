import { HEIGHT, WIDTH } from './motif.ts';
import { pickMotif } from './motifs.ts';
import { monogram } from './monogram.ts';
import { type Palette, PALETTES } from './palettes.ts';
import { pick, seededRandom } from './seeded-random.ts';

const FONT = 'Inter,Segoe UI,SF Pro Display,system-ui,Roboto,Noto Sans,sans-serif';

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

/** A cover for a game that brings none, as a `data:` address; always the same for a title. */
export function generatedTile(title: string, genre: string): string {
  const random = seededRandom(title);
  const palette = pick(random, PALETTES);
  const picture = pickMotif(random, genre)(random, palette);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH * 2}" height="${HEIGHT * 2}">${grounds(palette)}<rect width="200" height="300" fill="url(#g)"/>${picture}<rect width="200" height="300" fill="url(#s)"/>${letters(monogram(title), palette)}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function grounds({ deep, ground }: Palette): string {
  const ramp = `<linearGradient id="g" x1="0" y1="0" x2="0.35" y2="1"><stop offset="0" stop-color="${ground}"/><stop offset="1" stop-color="${deep}"/></linearGradient>`;
  // Darkens the foot, so that the letters stand out from any picture.
  const shade = `<linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0.45" stop-color="${deep}" stop-opacity="0"/><stop offset="1" stop-color="${deep}" stop-opacity="0.92"/></linearGradient>`;
  return `<defs>${ramp}${shade}</defs>`;
}

function letters(lines: readonly string[], { ink }: Palette): string {
  const widest = Math.max(...lines.map(widthOf));
  const size = Math.min(MAX_LETTER_HEIGHT, LETTERS_WIDTH / widest);
  const baseline = (index: number): number =>
    HEIGHT - MARGIN - 4 - (lines.length - 1 - index) * size * LINE_HEIGHT;
  return lines
    .map(
      (line, index) =>
        `<text x="${MARGIN}" y="${baseline(index)}" font-family="${FONT}" font-size="${size}" font-weight="800" letter-spacing="-0.02em" fill="${ink}">${escaped(line)}</text>`,
    )
    .join('');
}

function widthOf(line: string): number {
  const widths = Array.from(
    line,
    (letter) => LETTER_WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? OTHER_LETTER_WIDTH,
  );
  return widths.reduce((sum, width) => sum + width, 0);
}

// What no XML may hold goes: one such character, and there is no picture at all.
function escaped(text: string): string {
  return text
    .replace(/[\p{Surrogate}\p{Control}\p{Noncharacter_Code_Point}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
