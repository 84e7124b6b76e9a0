import type { GameId } from '../../../shared/domain/ids.ts';
import type { LibraryView } from '../../state/library-view.ts';

/** One line of the library: games side by side, or the words over those that nobody has. */
export type GridRow =
  | { readonly type: 'games'; readonly ids: readonly GameId[]; readonly start: number }
  | { readonly type: 'missing-heading' };

/** How the keys move through the grid. */
export type Step = 'left' | 'right' | 'up' | 'down' | 'first' | 'last' | 'page-up' | 'page-down';

const SIDEWAYS = { left: -1, right: 1 } as const;
const LINES = { up: -1, down: 1, 'page-up': -1, 'page-down': 1 } as const;

/** The library in lines of `columns` games. */
export function gridRows({ here, missing }: LibraryView, columns: number): readonly GridRow[] {
  const missingRows = inRows(missing, columns, here.length);
  const heading: readonly GridRow[] = missing.length > 0 ? [{ type: 'missing-heading' }] : [];
  return [...inRows(here, columns, 0), ...heading, ...missingRows];
}

/** The game that a key goes to from `from`, or undefined where there is none that way. */
export function gameAfter(
  rows: readonly GridRow[],
  from: GameId,
  step: Step,
  pageRows: number,
): GameId | undefined {
  const lines = rows.flatMap((row) => (row.type === 'games' ? [row.ids] : []));
  const all = lines.flat();
  if (step === 'first') return all[0];
  if (step === 'last') return all.at(-1);
  if (step === 'left' || step === 'right') return all[all.indexOf(from) + SIDEWAYS[step]];

  return lineAfter(lines, from, LINES[step] * (step.startsWith('page') ? pageRows : 1));
}

/** The line that a game is in, or -1. */
export function rowOf(rows: readonly GridRow[], id: GameId | undefined): number {
  return rows.findIndex((row) => row.type === 'games' && id !== undefined && row.ids.includes(id));
}

// The same column, `by` lines on; the first or last line where there are no more.
function lineAfter(
  lines: readonly (readonly GameId[])[],
  from: GameId,
  by: number,
): GameId | undefined {
  const line = lines.findIndex((ids) => ids.includes(from));
  const ids = lines[Math.min(lines.length - 1, Math.max(0, line + by))] ?? [];
  return ids[Math.min(lines[line]?.indexOf(from) ?? 0, ids.length - 1)];
}

function inRows(ids: readonly GameId[], columns: number, start: number): readonly GridRow[] {
  const count = Math.ceil(ids.length / columns);
  return Array.from({ length: count }, (_, row) => ({
    type: 'games',
    ids: ids.slice(row * columns, (row + 1) * columns),
    start: start + row * columns,
  }));
}
