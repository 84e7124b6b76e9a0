import { setup } from '../../../e2e/window/display.ts';
import type { Bench, Line } from '../row.ts';

/** Measures on a screen, this PC's or one of its own; nothing, and says so, where there is none. */
export async function withDisplay(
  bench: Bench,
  measure: () => Promise<readonly Line[]>,
): Promise<readonly Line[]> {
  const takeDown = await setup();
  try {
    if (process.platform === 'linux' && !process.env['DISPLAY']) {
      bench.missing('the window: there is no display here, and no Xvfb');
      return [];
    }
    return await measure();
  } finally {
    await takeDown?.();
  }
}
