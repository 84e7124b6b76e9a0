import type { Row } from './row.ts';
import { transfer } from './rows/transfer.ts';

/** Everything that `npm run bench` can measure, in this order. */
export const ROWS: readonly Row[] = [transfer];

/** The rows of a comma-separated list of names; all without one. Throws for a name of none. */
export function chooseRows(names: string | undefined, rows = ROWS): readonly Row[] {
  if (names === undefined) return rows;
  return names.split(',').map((name) => {
    const row = rows.find((each) => each.name === name.trim());
    if (row) return row;
    const known = rows.map((each) => each.name).join(', ');
    throw new Error(`There is no row ${name}. Choose from: ${known}.`);
  });
}
