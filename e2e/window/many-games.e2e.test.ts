import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeCatalog } from '../../fixtures/games/write-catalog.ts';
import { useOneDesktop } from './desktop.ts';
import { cardOf, gamesInSight } from './screen.ts';

const COUNT = 2_000;

const FIRST = 'game-0001';
const LAST = `game-${COUNT}`;

/** More elements than these and the list is not virtual; 2,000 cards would be about 50,000. */
const MANY_ELEMENTS = 4_000;

/** The page itself, and one before it that the browser may not have let go of yet. */
const FEW_DOCUMENTS = 3;

const window = useOneDesktop(async (party) => {
  const catalog = join(await party.folder(), 'many.json');
  const ids = Array.from({ length: COUNT }, (_, index) => String(index + 1).padStart(4, '0'));
  await writeCatalog(
    catalog,
    ids.map((number) => ({ id: `game-${number}`, title: `Game ${number}` })),
  );
  return { home: await party.home('player', catalog) };
});

beforeAll(() => cardOf(window().page, FIRST).waitFor());

function countElements(): Promise<number> {
  return window().page.evaluate(() => document.querySelectorAll('*').length);
}

/** Documents that live in the page's process: pictures of SVG from an address are some too. */
async function countDocuments(): Promise<number> {
  const { page } = window();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const { metrics } = await devtools.send('Performance.getMetrics');
  await devtools.detach();
  return metrics.find(({ name }) => name === 'Documents')?.value ?? NaN;
}

/** The places among all of the first and the last game that can be seen. */
function positionsInSight(): Promise<readonly number[]> {
  return window().page.evaluate(() => {
    const cards = [...document.querySelectorAll('[data-game-id]')].filter((card) => {
      const { top, bottom } = card.getBoundingClientRect();
      return bottom > 0 && top < globalThis.innerHeight;
    });
    const places = cards.map((card) => Number(card.getAttribute('aria-posinset')));
    return [Math.min(...places), Math.max(...places)];
  });
}

describe('two thousand games', () => {
  it('are a list of which only what is in sight exists', async () => {
    const { page } = window();
    expect(await page.getByRole('tab', { name: /^All/ }).innerText()).toContain(String(COUNT));
    expect(await countElements()).toBeLessThan(MANY_ELEMENTS);
    expect(await cardOf(page, FIRST).getAttribute('aria-setsize')).toBe(String(COUNT));
  });

  it('scroll by the wheel, frame by frame, without a gap', async () => {
    const { page } = window();
    const box = await cardOf(page, FIRST).boundingBox();
    await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
    let [, last = 0] = await positionsInSight();
    for (let turn = 0; turn < 20; turn += 1) {
      const before = last;
      await page.mouse.wheel(0, 400);
      await expect
        .poll(async () => (last = (await positionsInSight())[1] ?? 0))
        .toBeGreaterThan(before);
      const [first = 0] = await positionsInSight();
      expect(last - first).toBeGreaterThan(8);
      expect(await countElements()).toBeLessThan(MANY_ELEMENTS);
    }
  });

  it('are all reached: the last by End, the first by Home', async () => {
    const { page } = window();
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.locator(`[data-game-id="${LAST}"]:focus`).waitFor();
    expect(await cardOf(page, LAST).getAttribute('aria-posinset')).toBe(String(COUNT));
    await window().picture('last-of-many');
    await page.keyboard.press('Home');
    await page.locator(`[data-game-id="${FIRST}"]:focus`).waitFor();
    expect(await countElements()).toBeLessThan(MANY_ELEMENTS);
  });

  it('hold no more of the browser however far one has scrolled', async () => {
    expect(await countDocuments()).toBeLessThanOrEqual(FEW_DOCUMENTS);
  });

  it('are found by their name within a moment', async () => {
    const { page } = window();
    await page.getByRole('searchbox').fill('1234');
    await expect.poll(() => gamesInSight(page)).toEqual(['game-1234']);
    await page.getByRole('searchbox').fill('');
    await cardOf(page, FIRST).waitFor();
  });
});
