import type { Page } from 'playwright-core';

/** What was seen of a game while it was watched, each change once. */
export interface Recording {
  /** Of its card. */
  readonly states: readonly string[];
  /** In the downloads bar: 0 to 100. */
  readonly percents: readonly number[];
}

/** Writes down every change of a game from now on; the returned function tells what there was. */
export async function record(page: Page, gameId: string): Promise<() => Promise<Recording>> {
  const recording = await page.evaluateHandle((id) => {
    const states: string[] = [];
    const percents: number[] = [];
    const look = (): void => {
      const card = document.querySelector(`[data-game-id="${id}"]`);
      const state = card?.getAttribute('data-state');
      if (state && states.at(-1) !== state) states.push(state);
      const bar = document.querySelector('[data-testid="downloads"] [role="progressbar"]');
      const percent = bar?.getAttribute('aria-valuenow');
      if (percent && percents.at(-1) !== Number(percent)) percents.push(Number(percent));
    };
    look();
    const everything = { subtree: true, childList: true, attributes: true };
    new MutationObserver(look).observe(document.body, everything);
    return { states, percents };
  }, gameId);
  return () => recording.jsonValue();
}
