import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useWindowAtWork } from './at-work.ts';

const window = useWindowAtWork();

const SIZES = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
] as const;

/** What does not fit: parts that reach out of the window, or lie over one another, or are cut. */
function misfits(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const nameOf = (part: Element): string =>
      `${part.className} “${part.textContent.slice(0, 30)}”`;
    const isSeen = (part: Element): boolean => part.getBoundingClientRect().width > 0;
    const inLine = (selector: string): readonly Element[] =>
      [...(document.querySelector(selector)?.children ?? [])].filter(isSeen);
    const out = [...inLine('.header'), ...inLine('.downloads__bar'), ...inLine('.current')].filter(
      (part) => part.getBoundingClientRect().right > globalThis.innerWidth + 1,
    );
    const over = [inLine('.header'), inLine('.downloads__bar'), inLine('.current')].flatMap(
      (line) =>
        line.filter((part, index) => {
          const next = line[index + 1];
          const { right } = part.getBoundingClientRect();
          return next !== undefined && right > next.getBoundingClientRect().left + 1;
        }),
    );
    const cut = [...document.querySelectorAll('.button__text, .tabs__tab, .people-button')].filter(
      (part) => isSeen(part) && part.scrollWidth > part.clientWidth + 1,
    );
    const wide = document.documentElement.scrollWidth > globalThis.innerWidth ? ['the page'] : [];
    return [
      ...wide,
      ...out.map((part) => `out of the window: ${nameOf(part)}`),
      ...over.map((part) => `over the next: ${nameOf(part)}`),
      ...cut.map((part) => `cut: ${nameOf(part)}`),
    ];
  });
}

describe.each([
  ['English', 'en'],
  ['Deutsch', 'de'],
])('in %s', (language, code) => {
  beforeAll(async () => {
    const { page } = window();
    await page.getByRole('button', { name: /^(Settings|Einstellungen)$/ }).click();
    await page.getByRole('radio', { name: language }).click();
    await page.locator(`html[lang="${code}"]`).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it.each(SIZES)('everything fits in $width x $height', async (size) => {
    const { page } = window();
    await page.setViewportSize(size);
    await expect.poll(() => misfits(page)).toEqual([]);
    await window().picture(`${code}-${size.width}`);
    await page.getByTestId('people-count').click();
    await page.getByRole('complementary').waitFor();
    await expect.poll(() => misfits(page)).toEqual([]);
    await window().picture(`${code}-${size.width}-people`);
    await page.getByTestId('people-count').click();
    await page.getByRole('complementary').waitFor({ state: 'detached' });
  });
});
