import type { Row } from './row.ts';
import { transfer } from './rows/transfer.ts';
import { cappedSources } from './rows/capped-sources.ts';
import { anchors } from './rows/anchors.ts';
import { install } from './rows/install.ts';
import { party } from './rows/party.ts';
import { scan } from './rows/scan.ts';
import { slowSource } from './rows/slow-source.ts';
import { smallFiles } from './rows/small-files.ts';
import { start } from './rows/start.ts';
import { swarm } from './rows/swarm.ts';
import { windowBusy } from './rows/window-busy.ts';
import { windowStart } from './rows/window-start.ts';

/** Everything that `npm run bench` can measure, in this order. */
export const ROWS: readonly Row[] = [
  transfer,
  anchors,
  cappedSources,
  slowSource,
  swarm,
  install,
  smallFiles,
  start,
  scan,
  party,
  windowStart,
  windowBusy,
];

/**
 * The rows of a comma-separated list of names; all without one. `window` stands for every row whose
 * name begins with `window-`. Throws for a name of none.
 */
export function chooseRows(names: string | undefined, rows = ROWS): readonly Row[] {
  if (names === undefined) return rows;
  return names.split(',').flatMap((given) => {
    const name = given.trim();
    const chosen = rows.filter((row) => row.name === name || row.name.startsWith(`${name}-`));
    if (chosen.length > 0) return chosen;
    const known = rows.map((row) => row.name).join(', ');
    throw new Error(`There is no row ${name}. Choose from: ${known}.`);
  });
}
