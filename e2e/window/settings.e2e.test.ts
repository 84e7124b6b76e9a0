import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { playable } from './games.ts';
import { buttonOf, untilHere, untilPeople } from './screen.ts';

const party = useParty();
const open = useDesktop(party);

async function openSettings(page: Page, label = 'Settings'): Promise<Locator> {
  await page.getByRole('button', { name: label }).click();
  const dialog = page.getByRole('dialog', { name: label });
  await dialog.waitFor();
  return dialog;
}

describe('the settings', () => {
  it('count at once and are there again after a restart', async () => {
    const home = await party.home('player');
    const first = await open({ home });
    const dialog = await openSettings(first.page);
    await dialog.getByRole('radio', { name: 'Light' }).click();
    await first.page.locator('html[data-theme="light"]').waitFor();
    const background = await first.page.evaluate(
      () => getComputedStyle(document.documentElement).backgroundColor,
    );
    expect(background).toBe('rgb(243, 244, 241)');
    await dialog.getByRole('switch', { name: 'Less motion' }).click();
    await first.page.locator('html[data-motion="less"]').waitFor();
    const limit = dialog.getByRole('textbox', { name: 'Limit uploads to', exact: true });
    await limit.fill('12,5');
    await limit.press('Enter');
    await expect.poll(() => limit.inputValue()).toBe('12.5');
    await limit.fill('fast');
    await limit.press('Enter');
    expect(await limit.inputValue()).toBe('12.5');

    await dialog.getByRole('radio', { name: 'Deutsch' }).click();
    await first.page.locator('html[lang="de"]').waitFor();
    await first.page.getByRole('dialog', { name: 'Einstellungen' }).waitFor();
    await first.page.keyboard.press('Escape');
    await first.page.getByRole('tab', { name: /^Alle/ }).waitFor();
    await first.picture('german');
    await first.close();

    const { page } = await open({ home });
    await page.getByRole('tab', { name: /^Alle/ }).waitFor();
    const german = await openSettings(page, 'Einstellungen');
    expect(await german.getByRole('radio', { name: 'Hell' }).getAttribute('aria-checked')).toBe(
      'true',
    );
    expect(
      await german
        .getByRole('textbox', { name: 'Uploads begrenzen auf', exact: true })
        .inputValue(),
    ).toBe('12.5');
    await german.getByRole('radio', { name: 'English' }).click();
    await page.locator('html[lang="en"]').waitFor();
  });

  it('follow the system in colours where the player leaves it to that', async () => {
    const { page } = await open();
    const dialog = await openSettings(page);
    await dialog
      .getByRole('radiogroup', { name: 'Theme' })
      .getByRole('radio', { name: 'Like the system' })
      .click();
    const ground = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(ground).toBe('rgb(243, 244, 241)');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(ground).toBe('rgb(13, 16, 18)');
  });

  it('tell the others the new name, and bound what flows', async () => {
    const alpha = await party.start({ name: 'alpha', games: [playable('20250301', 12)] });
    const { page } = await open({ flags: connectTo(alpha) });
    await untilHere(page, 'ggoo', 1);
    const dialog = await openSettings(page);
    const name = dialog.getByRole('textbox', { name: 'Your name' });
    await name.fill('Grace');
    await name.press('Enter');
    await expect
      .poll(async () => (await alpha.run('list-peers')).peers.map((peer) => peer.name))
      .toEqual(['Grace']);

    const limit = dialog.getByRole('textbox', { name: 'Limit downloads to' });
    await limit.fill('4');
    await limit.press('Enter');
    await expect.poll(() => limit.inputValue()).toBe('4');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const sinceMs = performance.now();
    await buttonOf(page, 'ggoo', 'Install').click();
    await buttonOf(page, 'ggoo', 'Play').waitFor();
    // 12 MiB at 4 MB/s are three seconds; without a limit it is a part of one.
    expect(performance.now() - sinceMs).toBeGreaterThan(2_000);
  });

  it('let the window close to the tray, where it goes on giving, or end it', async () => {
    const alpha = await party.start({ name: 'alpha' });
    const { app, page } = await open({ flags: connectTo(alpha) });
    await untilPeople(page, 1);
    const dialog = await openSettings(page);
    const onClose = dialog.getByRole('radiogroup', { name: 'When the window is closed' });
    const close = () =>
      app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        window?.close();
        return window?.isVisible();
      });
    await onClose.getByRole('radio', { name: 'Keep running' }).click();
    await expect
      .poll(() => onClose.getByRole('radio', { name: 'Keep running' }).getAttribute('aria-checked'))
      .toBe('true');
    expect(await close()).toBe(false);
    expect((await alpha.run('list-peers')).peers).toHaveLength(1);

    // A hidden window draws no frames, and a click waits for some.
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.show();
    });
    await onClose.getByRole('radio', { name: 'Quit' }).click();
    await expect
      .poll(() => onClose.getByRole('radio', { name: 'Quit' }).getAttribute('aria-checked'))
      .toBe('true');
    const ended = app.waitForEvent('close');
    await close();
    await ended;
    expect((await alpha.waitFor('peer-lost')).reason).toBe('goodbye');
  });
});
