import type { Locator, Page } from 'playwright-core';
import type { CardState } from '../../shared/window/state.ts';

/** A game's card or line. */
export function cardOf(page: Page, gameId: string): Locator {
  return page.locator(`[data-game-id="${gameId}"]`);
}

/** A button of a game by its whole name. */
export function buttonOf(page: Page, gameId: string, name: string): Locator {
  return cardOf(page, gameId).getByRole('button', { name, exact: true });
}

/** Waits until a game's card is in a state. */
export function untilState(page: Page, gameId: string, state: CardState): Promise<void> {
  return page.locator(`[data-game-id="${gameId}"][data-state="${state}"]`).waitFor();
}

/** Waits until so many others are said to have a game. */
export function untilHere(page: Page, gameId: string, count: number): Promise<void> {
  return cardOf(page, gameId).getByTestId('peer-count').getByText(String(count)).waitFor();
}

/** Waits until so many others are said to be here. */
export function untilPeople(page: Page, count: number): Promise<void> {
  return page.getByTestId('people-count').getByText(String(count)).waitFor();
}

/** Waits until the downloads show a percentage that looks like that. */
export function untilPercent(page: Page, like = /\d/): Promise<void> {
  const percent = new RegExp(`${like.source}\\s%`);
  return page.getByTestId('downloads').getByText(percent).first().waitFor();
}

/** Chooses an entry of a game's menu. */
export async function chooseOf(page: Page, gameId: string, entry: string): Promise<void> {
  await buttonOf(page, gameId, 'More').click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

/** The ids of the games in sight, in the order in which they stand. */
export function gamesInSight(page: Page): Promise<readonly string[]> {
  return page
    .getByRole('listitem')
    .evaluateAll((items) => items.flatMap((item) => item.getAttribute('data-game-id') ?? []));
}

/** A message that holds a text. */
export function messageWith(page: Page, text: string | RegExp): Locator {
  return page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: text });
}
