import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { writeGame } from '../../fixtures/games/write-game.ts';
import { aDrawnPng, aPng } from '../../fixtures/window/a-picture.ts';
import { useParty } from '../party/party.ts';
import { useDesktop } from './desktop.ts';

const party = useParty();
const open = useDesktop(party);

const OWN = '[src^="app://lanspread/cover/ggoo?"]';

interface Drawn {
  readonly src: string;
  readonly naturalWidth: number;
  decode(): Promise<void>;
}

/** The card's picture, as soon as it is one of these: where it is from, and its width once drawn. */
async function pictureOf(page: Page, which: string): Promise<{ from: string; width: number }> {
  const picture = page.locator(`[data-game-id="ggoo"] img${which}`).first();
  return picture.evaluate(async (element) => {
    const image = element as unknown as Drawn;
    await image.decode();
    return { from: image.src, width: image.naturalWidth };
  });
}

async function lookAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Look again' }).click();
  await page.keyboard.press('Escape');
}

describe('covers', () => {
  it('L5: come from the own folder, follow a new look at it, and give way to a tile where they are none', async () => {
    const home = await party.home('player');
    const files = { 'cover.png': aDrawnPng({ width: 60, height: 90 }) };
    const folder = await writeGame(home.gamesDir, { id: 'ggoo', version: '20250101', files });
    const { page } = await open({ home });
    const first = await pictureOf(page, OWN);
    expect(first.width).toBe(60);

    await writeFile(join(folder, 'cover.png'), aDrawnPng({ width: 30, height: 45 }));
    await lookAgain(page);
    const again = await pictureOf(page, `${OWN}:not([src="${first.from}"])`);
    expect(again.width).toBe(30);

    await writeFile(join(folder, 'cover.png'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await lookAgain(page);
    await page.locator('[data-game-id="ggoo"] svg.cover__picture').waitFor();
  });

  it('L5: are a tile where the picture would fill the memory', async () => {
    const home = await party.home('player');
    const bomb = aPng({ width: 60_000, height: 60_000 });
    const version = '20250101';
    await writeGame(home.gamesDir, { id: 'ggoo', version, files: { 'cover.png': bomb } });
    const { page } = await open({ home });
    await page.locator('[data-game-id="ggoo"] svg.cover__picture').waitFor();
  });
});
