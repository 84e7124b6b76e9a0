import type { GameCard } from '../../shared/window/state.ts';

/** How well a game fits what was typed: 0 best; undefined: not at all. */
export function searchRank(card: GameCard, query: string): number | undefined {
  const typed = fold(query);
  if (typed === '') return 0;
  const { title, short, everything } = foldedOf(card);
  if (title.startsWith(typed) || short.some((name) => name === typed)) return 0;
  if (short.some((name) => name.startsWith(typed)) || title.includes(` ${typed}`)) return 1;
  const words = typed.split(' ');
  if (words.every((word) => title.includes(word))) return 2;
  return words.every((word) => everything.includes(word)) ? 3 : undefined;
}

/** What players say for a title: `q3a` for Quake III Arena, `ut2004`, `aoe2`. */
export function shortTitle(title: string): string {
  return fold(title)
    .split(' ')
    .map((word) => ROMAN[word] ?? (/^[0-9.]+$/.test(word) ? word : word.slice(0, 1)))
    .join('');
}

interface Folded {
  readonly title: string;
  readonly short: readonly string[];
  readonly everything: string;
}

const ROMAN: Readonly<Record<string, string>> = { ii: '2', iii: '3', iv: '4', vi: '6' };

// A card never changes: a new one takes its place, and takes this along.
const foldedCards = new WeakMap<GameCard, Folded>();

function foldedOf(card: GameCard): Folded {
  const known = foldedCards.get(card);
  if (known) return known;
  const beforeSubtitle = card.title.split(/:| - /)[0] ?? card.title;
  const folded = {
    title: fold(card.title),
    short: [fold(card.id), shortTitle(card.title), shortTitle(beforeSubtitle)],
    everything: fold([card.title, card.genre, card.publisher, ...card.tags].join(' ')),
  };
  foldedCards.set(card, folded);
  return folded;
}

// Without accents, signs and capitals: what is left is what people type.
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
