import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { connectTo, useOneDesktop } from './desktop.ts';
import { playable } from './games.ts';
import { buttonOf, cardOf, untilHere, untilState } from './screen.ts';

const window = useOneDesktop(async (party) => {
  const games = [playable('20250301', 1), 'alpha/bf1942'] as const;
  const alpha = await party.start({ name: 'alpha', games });
  return { flags: connectTo(alpha) };
});

/** Presses keys one after the other. */
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Waits until an element, or something in it, has the focus. */
function untilFocused(element: Locator): Promise<void> {
  return expect
    .poll(() => element.evaluate((found) => found.contains(document.activeElement)))
    .toBe(true);
}

/** What has the focus, in a few words, and whether the eye sees that it has. */
function focused(page: Page): Promise<{ readonly what: string; readonly isSeen: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return { what: 'nothing', isSeen: false };
    const look = (): string =>
      [element, element.parentElement, element.querySelector('*')]
        .flatMap((part) => part ?? [])
        .map((part) => {
          const { outlineStyle, outlineWidth, borderColor, boxShadow } = getComputedStyle(part);
          return [outlineStyle, outlineWidth, borderColor, boxShadow].join(' ');
        })
        .join('; ');
    const withFocus = look();
    element.blur();
    const isSeen = look() !== withFocus;
    element.focus();
    const name = element.getAttribute('aria-label') ?? element.textContent;
    return { what: `${element.tagName} ${name.slice(0, 40)}`, isSeen };
  });
}

beforeAll(async () => {
  // What the eye sees of the focus comes at once then.
  await window().page.emulateMedia({ reducedMotion: 'reduce' });
  await untilHere(window().page, 'ggoo', 1);
});

describe('without a mouse', () => {
  it('finds, installs, plays, stops and uninstalls a game', async () => {
    const { page } = window();
    await press(page, '/');
    await page.keyboard.type('ggoo');
    await untilHere(page, 'ggoo', 1);
    await expect.poll(() => page.getByRole('listitem').count()).toBe(1);
    await press(page, 'ArrowDown');
    await untilFocused(cardOf(page, 'ggoo'));
    await press(page, 'Tab');
    await untilFocused(buttonOf(page, 'ggoo', 'Install'));
    await press(page, 'Enter');
    await buttonOf(page, 'ggoo', 'Play').waitFor();
    await untilFocused(buttonOf(page, 'ggoo', 'Play'));
    await press(page, 'Enter');
    await untilFocused(buttonOf(page, 'ggoo', 'Stop'));
    await press(page, 'Space');
    await untilFocused(buttonOf(page, 'ggoo', 'Play'));

    await press(page, 'Tab');
    await untilFocused(buttonOf(page, 'ggoo', 'More'));
    await press(page, 'Enter');
    const menu = page.getByRole('menu');
    await untilFocused(menu);
    await page.keyboard.type('Un');
    await untilFocused(menu.getByRole('menuitem', { name: 'Uninstall' }));
    await press(page, 'Enter');
    await untilFocused(buttonOf(page, 'ggoo', 'More'));
    await press(page, 'Shift+Tab', 'Enter');
    await buttonOf(page, 'ggoo', 'Play').waitFor();
    await untilState(page, 'ggoo', 'installed');
    await press(page, '/', 'Escape', 'Escape');
  });

  it.each(['Shift+F10', 'ContextMenu'])('opens the menu of a game by %s', async (key) => {
    const { page } = window();
    await press(page, '/', 'ArrowDown', 'Home', 'ArrowRight');
    const card = page.locator('[data-game-id="ggoo"]:focus');
    await card.waitFor();
    await press(page, key);
    const menu = page.getByRole('menu');
    await menu.waitFor();
    await untilFocused(menu);
    await press(page, 'ArrowDown', 'ArrowDown');
    await untilFocused(menu.getByRole('menuitem', { name: 'Open folder' }));
    await press(page, 'Escape');
    await menu.waitFor({ state: 'detached' });
    await card.waitFor();
  });

  it('goes through the games by arrow keys and opens and closes their panel', async () => {
    const { page } = window();
    await press(page, '/', 'ArrowDown', 'Home', 'ArrowRight');
    const card = page.locator('[data-game-id]:focus');
    const title = await card.getByRole('heading').innerText();
    await press(page, 'Enter');
    const panel = page.getByRole('complementary', { name: title });
    await untilFocused(panel);
    await press(page, 'Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await card.getByRole('heading').innerText()).toBe(title);
  });

  it('holds the focus in the settings until they are closed, then gives it back', async () => {
    const { page } = window();
    const opener = page.getByRole('banner').getByRole('button', { name: 'Settings' });
    await opener.focus();
    await press(page, 'Enter');
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await untilFocused(dialog);
    for (let stop = 0; stop < 25; stop += 1) {
      await press(page, stop < 20 ? 'Tab' : 'Shift+Tab');
      expect(await dialog.evaluate((found) => found.contains(document.activeElement))).toBe(true);
    }
    await press(page, 'Escape');
    await dialog.waitFor({ state: 'detached' });
    await untilFocused(opener);
  });

  it('opens the people and the downloads, and closes them by Escape', async () => {
    const { page } = window();
    const people = page.getByTestId('people-count');
    await people.focus();
    await press(page, 'Enter');
    const panel = page.getByRole('complementary', { name: 'People' });
    await untilFocused(panel);
    await press(page, 'Control+j');
    await page.getByTestId('downloads').getByRole('heading', { name: 'Done' }).waitFor();
    await press(page, 'Escape');
    await panel.waitFor({ state: 'detached' });
    await untilFocused(people);
    await press(page, 'Escape');
    await page
      .getByTestId('downloads')
      .getByRole('heading', { name: 'Done' })
      .waitFor({ state: 'detached' });
  });

  it('sees where it is at every stop, and comes round', async () => {
    const { page } = window();
    await page.getByRole('tab', { name: /^All/ }).focus();
    const stops: string[] = [];
    for (let stop = 0; stop < 14; stop += 1) {
      await press(page, 'Tab');
      const { what, isSeen } = await focused(page);
      if (what.startsWith('BODY')) continue;
      expect(isSeen, what).toBe(true);
      stops.push(what);
    }
    expect(stops.join('\n')).toMatch(/INPUT Search games/);
    expect(stops.join('\n')).toMatch(/BUTTON Sort/);
    expect(stops.join('\n')).toMatch(/Settings/);
    expect(stops.join('\n')).toMatch(/More/);
    expect(stops.join('\n')).toMatch(/Show downloads/);
  });
});
