import { beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from './axe.ts';
import { useWindowAtWork } from './at-work.ts';
import { buttonOf, cardOf } from './screen.ts';

const window = useWindowAtWork();

/** Each main state: how a player comes there, and how back. */
const STATES: Readonly<Record<string, readonly [() => Promise<void>, () => Promise<void>]>> = {
  'the grid': [() => Promise.resolve(), () => Promise.resolve()],
  'the list': [
    async () => {
      await window().page.getByRole('radio', { name: 'List' }).click();
      await window().page.locator('[data-layout="list"]').waitFor();
    },
    async () => {
      await window().page.getByRole('radio', { name: 'Grid' }).click();
      // A click on what is about to go is lost.
      await window().page.locator(`[data-layout="grid"]`).waitFor();
    },
  ],
  "a game's panel": [
    async () => {
      await cardOf(window().page, 'ggoo').getByRole('heading').click();
      await window().page.getByRole('complementary', { name: 'GGOO' }).waitFor();
    },
    () => window().page.keyboard.press('Escape'),
  ],
  "a game's menu": [
    async () => {
      await buttonOf(window().page, 'cnc4', 'More').click();
      await window().page.getByRole('menuitem', { name: 'Verify' }).waitFor();
    },
    () => window().page.keyboard.press('Escape'),
  ],
  'the people': [
    async () => {
      await window().page.getByTestId('people-count').click();
      const people = window().page.getByRole('complementary', { name: 'People' });
      await people.getByRole('textbox', { name: 'Address' }).fill('no address');
      await people.getByRole('button', { name: 'Connect', exact: true }).click();
      await people.getByRole('alert').waitFor();
    },
    () => window().page.getByTestId('people-count').click(),
  ],
  'the settings': [
    async () => {
      await window().page.getByRole('button', { name: 'Settings' }).click();
      await window().page.getByRole('dialog', { name: 'Settings' }).waitFor();
    },
    () => window().page.keyboard.press('Escape'),
  ],
  'the downloads': [
    async () => {
      await window().page.keyboard.press('Control+j');
      await window().page.getByTestId('downloads').getByRole('heading', { name: 'Done' }).waitFor();
    },
    () => window().page.keyboard.press('Control+j'),
  ],
  'a search that finds nothing': [
    async () => {
      await window().page.getByRole('searchbox').fill('no such game');
      await window()
        .page.getByRole('heading', { name: /^No game like/ })
        .waitFor();
    },
    () => window().page.getByRole('searchbox').fill(''),
  ],
  'a message': [
    async () => {
      await buttonOf(window().page, 'cnc4', 'Play').click();
      await window().page.getByRole('alert').getByText('did not start').waitFor();
    },
    () => window().page.getByRole('button', { name: 'Dismiss' }).click(),
  ],
};

describe.each(['dark', 'light'])('in %s colours', (theme) => {
  beforeAll(async () => {
    const { page } = window();
    await page.getByRole('button', { name: 'Settings' }).click();
    const name = theme === 'dark' ? 'Dark' : 'Light';
    await page.getByRole('radio', { name, exact: true }).click();
    await page.locator(`[data-theme="${theme}"]`).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it.each(Object.entries(STATES))('%s keeps nobody out', async (state, [come, leave]) => {
    await come();
    await window().picture(`${theme} ${state}`.replaceAll(' ', '-'));
    const faults = await seriousFaults(window().page);
    await leave();
    expect(faults).toEqual([]);
  });
});
