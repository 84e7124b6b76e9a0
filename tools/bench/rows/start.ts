import { join } from 'node:path';
import { Peer } from '../../../e2e/party/peer.ts';
import { figureOf } from '../figures.ts';
import type { Bench, Line, Row } from '../row.ts';
import { writeBigLibrary } from '../window/big-library.ts';

/** How long the program takes to be there without a window, with 2,000 games that it knows. */
export const start: Row = {
  name: 'start',
  about: 'start without a window until ready, with 2,000 games known',
  measure,
};

async function measure({ folder, runs, say }: Bench): Promise<readonly Line[]> {
  const home = await writeBigLibrary(join(folder, 'player'));
  const times: number[] = [];
  // The first turn reads the program from the disk; it is not counted.
  for (let turn = 0; turn <= runs; turn += 1) {
    const begun = performance.now();
    const peer = new Peer(home, []);
    try {
      await peer.waitFor('local-peer-ready');
      const ms = performance.now() - begun;
      if (turn > 0) times.push(ms);
      if (turn > 0) say(`  ${turn}: ${ms.toFixed(0)} ms`);
      await peer.shutdown();
    } finally {
      await peer.kill();
    }
  }
  const what = 'start without a window until ready, 2,000 games';
  return [{ what, figure: figureOf(times), unit: 'ms', target: 'under 700' }];
}
