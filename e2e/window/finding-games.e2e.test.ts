import { beforeAll, describe, expect, it } from 'vitest';
import { connectTo, useOneDesktop } from './desktop.ts';
import { gamesInSight, untilHere } from './screen.ts';

/** The fixture catalog by title; who has what is below. */
const HERE = ['alienswarm', 'bf1942', 'cnc4', 'ggoo'];
const MISSING = ['bfbc2', 'cnctw', 'openarena', 'ut2004', 'xonotic'];

const window = useOneDesktop(async (party) => {
  const alpha = await party.start({ name: 'alpha', games: ['alpha'] });
  const bravo = await party.start({ name: 'bravo', games: ['bravo/cnc4', 'bravo/ggoo'] });
  const home = await party.home('player');
  const charlie = await party.start({ name: 'player', games: ['alpha/ggoo'] });
  await charlie.run('install', { game_id: 'ggoo' });
  await charlie.shutdown();
  return { home, flags: connectTo(alpha, bravo) };
});

const search = () => window().page.getByRole('searchbox');
const seen = () => expect.poll(() => gamesInSight(window().page));

beforeAll(async () => {
  await untilHere(window().page, 'cnc4', 1);
  await untilHere(window().page, 'ggoo', 2);
});

describe('finding a game', () => {
  it('shows what can be had first, then what nobody here has, each by name', async () => {
    await seen().toEqual([...HERE, ...MISSING]);
    await window().picture('library');
  });

  it('finds by a part of the title, by the short name, and says where nothing fits', async () => {
    const { page } = window();
    await page.keyboard.press('/');
    await page.keyboard.type('command');
    await seen().toEqual(['cnc4', 'cnctw']);
    await search().fill('bfbc2');
    await seen().toEqual(['bfbc2']);
    await search().fill('UNREAL 2004');
    await seen().toEqual(['ut2004']);
    await search().fill('no such game');
    await page.getByRole('heading', { name: 'No game like “no such game”' }).waitFor();
    await window().picture('no-match');
    await page.getByRole('main').getByRole('button', { name: 'Clear search' }).click();
    await seen().toEqual([...HERE, ...MISSING]);
  });

  it('comes to the search by Ctrl+F from anywhere, and leaves it by Escape', async () => {
    const { page } = window();
    await page.getByRole('tab', { name: /^Installed/ }).focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('ggo');
    await seen().toEqual(['ggoo']);
    await page.keyboard.press('Escape');
    expect(await search().inputValue()).toBe('');
    await page.keyboard.press('Escape');
    expect(await search().evaluate((input) => input === document.activeElement)).toBe(false);
  });

  it('shows what is installed and what has updates, and how many', async () => {
    const { page } = window();
    const tab = (name: RegExp) => page.getByRole('tab', { name });
    expect(await tab(/^All/).innerText()).toMatch(/\b9$/);
    expect(await tab(/^Installed/).innerText()).toMatch(/\b1$/);
    expect(await tab(/^Updates/).innerText()).toMatch(/\b0$/);
    await tab(/^Installed/).click();
    await seen().toEqual(['ggoo']);
    expect(await tab(/^Installed/).getAttribute('aria-selected')).toBe('true');
    await tab(/^Updates/).click();
    await page.getByRole('heading', { name: 'Everything is up to date' }).waitFor();
    await page.getByRole('button', { name: 'Show all games' }).click();
    await seen().toEqual([...HERE, ...MISSING]);
  });

  it.each([
    ['Most PCs', ['ggoo', 'alienswarm', 'bf1942', 'cnc4']],
    ['Size', ['alienswarm', 'ggoo', 'bf1942', 'cnc4']],
    ['Name', HERE],
  ])('sorts by %s', async (order, games) => {
    const { page } = window();
    await page.getByRole('button', { name: /^Sort/ }).click();
    await page.getByRole('menuitemradio', { name: order }).click();
    await seen().toEqual([...games, ...MISSING]);
    await page.getByRole('button', { name: `Sort: ${order}` }).waitFor();
  });

  it('shows lines instead of cards, with the same roles and attributes', async () => {
    const { page } = window();
    await page.getByRole('radio', { name: 'List' }).click();
    await page.locator('[data-layout="list"]').waitFor();
    await seen().toEqual([...HERE, ...MISSING]);
    await untilHere(page, 'ggoo', 2);
    await window().picture('list');
    await page.getByRole('radio', { name: 'Grid' }).click();
    await page.locator('[data-layout="grid"]').waitFor();
    await seen().toEqual([...HERE, ...MISSING]);
  });
});
