import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** What keeps people from using the window, as axe sees it: a line each, with the elements. */
export async function seriousFaults(page: Page): Promise<readonly string[]> {
  // Evaluated by the driver: a script element would be refused, as it should be.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ['violations'],
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) =>
        [id, help, target.join(' '), failureSummary].join(' | '),
      ),
    );
}
