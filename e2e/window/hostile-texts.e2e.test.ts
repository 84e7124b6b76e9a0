import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Peer } from '../party/peer.ts';
import { connectTo, useOneDesktop } from './desktop.ts';
import { buttonOf, cardOf, messageWith, untilHere, untilPeople } from './screen.ts';

const HTML = '<img src=x onerror="globalThis.wasRun=1"><b>bold</b>';
const BIDI = 'evil\u202egpj.exe\u2066 name';
const LONG = 'W'.repeat(64 * 1024);
const NUL = 'nul\u0000and\u001b[31mred';
const STACKED = `Z${'\u0335\u0321\u0353'.repeat(60)}algo`;

/** Titles by id; what is shown of them follows from the catalog's rules. */
const TITLES: Readonly<Record<string, string>> = {
  ggoo: HTML,
  bf1942: BIDI,
  cnc4: LONG,
  cnctw: NUL,
  openarena: STACKED,
  xonotic: '{{constructor}} ${7*7} &lt;b&gt;',
};

let alpha: Peer;
let bravo: Peer;
const window = useOneDesktop(async (party) => {
  const catalog = join(await party.folder(), 'hostile.json');
  const games = Object.entries(TITLES).map(([id, title]) => ({
    ...{ id, title, description: `${title} ${HTML}`, genre: title, publisher: title },
    tags: [HTML, LONG],
  }));
  await writeFile(catalog, JSON.stringify({ games }));
  alpha = await party.start({
    ...{ name: 'alpha', catalog },
    games: ['alpha/ggoo', 'alpha/bf1942'],
    flags: ['--name', '<img src=x onerror="globalThis.wasRun=2">'],
  });
  const name = `\u202e${'M'.repeat(62)}\u2066`;
  bravo = await party.start({
    name: 'bravo',
    catalog,
    games: ['bravo/cnc4'],
    flags: ['--name', name],
  });
  return { home: await party.home('player', catalog), flags: connectTo(alpha, bravo) };
});

/** Nothing of it was run or became an element, and nothing sticks out of the window. */
async function isTextAlone(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    wasRun: 'wasRun' in globalThis,
    bold: document.querySelectorAll('b').length,
    strange: [...document.images].filter(({ src }) => !/^(data:|app:)/.test(src)).length,
    unshown: /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(
      document.body.innerText.replaceAll(/\s/g, ''),
    ),
  }));
  expect(found).toEqual({ wasRun: false, bold: 0, strange: 0, unshown: false });
  // Polled: a panel that slides in stands outside for a moment.
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth))
    .toBeLessThanOrEqual(0);
}

/** How far what is in a panel reaches beyond it, in pixels. */
function sticksOut(panel: Locator): Promise<number> {
  return panel.evaluate((element) => element.scrollWidth - element.clientWidth);
}

/** Cards stand side by side, none over another, each with its one button in sight. */
async function isInOrder(page: Page): Promise<void> {
  const boxes = await page.locator('[data-game-id]').evaluateAll((cards) =>
    cards.map((card) => {
      const { left, right, top, bottom } = card.getBoundingClientRect();
      const isOut = [...card.querySelectorAll('button, h3, p')].some((part) => {
        const box = part.getBoundingClientRect();
        return box.left < left - 8 || box.right > right + 8 || box.bottom > bottom + 8;
      });
      return { left, right, top, bottom, isOut };
    }),
  );
  expect(boxes.filter(({ isOut }) => isOut)).toEqual([]);
  for (const [index, a] of boxes.entries()) {
    const over = boxes
      .slice(index + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
    expect(over).toEqual([]);
  }
}

beforeAll(async () => {
  await untilPeople(window().page, 2);
  await untilHere(window().page, 'ggoo', 1);
});

describe('texts of strangers', () => {
  it('L7: are text on the cards and lines, in order', async () => {
    const { page } = window();
    await cardOf(page, 'ggoo').getByRole('heading', { name: HTML }).waitFor();
    await cardOf(page, 'bf1942').getByRole('heading', { name: 'evil gpj.exe name' }).waitFor();
    await cardOf(page, 'cnctw').getByRole('heading', { name: 'nul and [31mred' }).waitFor();
    expect((await cardOf(page, 'cnc4').innerText()).length).toBeLessThan(400);
    await isTextAlone(page);
    await isInOrder(page);
    await window().picture('hostile-grid');
    await page.getByRole('radio', { name: 'List' }).click();
    await page.locator('[data-layout="list"]').waitFor();
    await isTextAlone(page);
    await isInOrder(page);
    await window().picture('hostile-list');
    await page.getByRole('radio', { name: 'Grid' }).click();
  });

  it.each(Object.keys(TITLES))('L7: are text in the panel of %s', async (gameId) => {
    const { page } = window();
    await cardOf(page, gameId).getByRole('heading').click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('heading', { level: 2 }).waitFor();
    await isTextAlone(page);
    expect(await sticksOut(panel)).toBe(0);
    await window().picture(`hostile-panel-${gameId}`);
    await panel.getByRole('button', { name: 'Close' }).click();
  });

  it('L7: are text among the people', async () => {
    const { page } = window();
    await page.getByTestId('people-count').click();
    const people = page.getByRole('complementary', { name: 'People' });
    await people.getByText('<img src=x onerror="globalThis.wasRun=2">').first().waitFor();
    await people.locator(`[data-peer-id="${bravo.peerId}"]`).getByText('M'.repeat(62)).waitFor();
    await isTextAlone(page);
    expect(await sticksOut(people)).toBe(0);
    await window().picture('hostile-people');
    await page.getByTestId('people-count').click();
  });

  it('L7: are text in menus, messages and the search', async () => {
    const { page } = window();
    await page.getByRole('searchbox').fill(HTML);
    await cardOf(page, 'ggoo').waitFor();
    await isTextAlone(page);
    await page.getByRole('searchbox').fill(`${HTML}${'x'.repeat(10_000)}`);
    await page.getByRole('heading', { name: /^No game like/ }).waitFor();
    await isTextAlone(page);
    await window().picture('hostile-search');
    await page.getByRole('searchbox').fill('');

    await buttonOf(page, 'ggoo', 'Install').click();
    await buttonOf(page, 'ggoo', 'Play').waitFor();
    await buttonOf(page, 'ggoo', 'More').click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await messageWith(page, HTML).waitFor();
    await isTextAlone(page);
    await window().picture('hostile-toast');
    await buttonOf(page, 'ggoo', 'Undo').click();
  });
});
