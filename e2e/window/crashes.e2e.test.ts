import type { ElectronApplication } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { connectTo, type Desktop, useDesktop } from './desktop.ts';
import { givingAtMost, playable } from './games.ts';
import { buttonOf, cardOf, untilHere, untilPeople, untilPercent } from './screen.ts';

const party = useParty();
const open = useDesktop(party);

async function inMidDownload(): Promise<Desktop> {
  const games = [playable('20250301', 32)];
  const alpha = await party.start({ name: 'alpha', games, flags: givingAtMost(8_000_000) });
  const desktop = await open({ flags: connectTo(alpha) });
  await buttonOf(desktop.page, 'ggoo', 'Install').click();
  await untilPercent(desktop.page, /[1-9]\d/);
  return desktop;
}

/** What the page shows of a game, asked by main: a page that died is gone for its driver. */
function shownState(app: ElectronApplication): Promise<string | null> {
  return app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const text = `document.querySelector('[data-game-id="ggoo"]')?.dataset.state ?? null`;
    if (!contents || contents.isCrashed() || contents.isLoading()) return null;
    // A page that is about to die never answers.
    const silence = new Promise<null>((resolve) => setTimeout(resolve, 500, null));
    const asked = contents.executeJavaScript(text) as Promise<string | null>;
    return Promise.race([asked, silence]);
  });
}

/** Ends a process of the program by what it is for; whether there was one. */
function killProcess(app: ElectronApplication, type: 'GPU' | 'Utility'): Promise<boolean> {
  return app.evaluate(({ app: electron }, wanted) => {
    const found = electron.getAppMetrics().find((metric) => metric.type === wanted);
    return found !== undefined && process.kill(found.pid, 'SIGKILL');
  }, type);
}

describe('the window', () => {
  it('L10: comes back with the true state where its page dies, and downloads go on', async () => {
    const { app } = await inMidDownload();
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    await expect.poll(() => shownState(app), { timeout: 10_000 }).toBe('downloading');
    await expect.poll(() => shownState(app), { timeout: 20_000 }).toBe('installed');
  });

  it('L10: comes back where its page hangs, and downloads go on', async () => {
    const { app } = await inMidDownload();
    await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      void window?.webContents.executeJavaScript('for (;;);');
      // Chromium says so by itself only after half a minute.
      window?.emit('unresponsive');
    });
    await expect.poll(() => shownState(app), { timeout: 10_000 }).toBe('downloading');
    await expect.poll(() => shownState(app), { timeout: 20_000 }).toBe('installed');
  });

  it.each(['GPU', 'Utility'] as const)('L10: survives the end of its %s process', async (type) => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const { app, page } = await open({ flags: connectTo(alpha) });
    await untilHere(page, 'ggoo', 1);
    expect(await killProcess(app, type)).toBe(true);
    await buttonOf(page, 'ggoo', 'Install').click();
    await buttonOf(page, 'ggoo', 'Play').waitFor();
    // The process that draws is started anew; until its first frame the picture is blank.
    const bytesDrawn = async (): Promise<number> => (await page.screenshot()).length;
    await expect.poll(bytesDrawn, { timeout: 10_000 }).toBeGreaterThan(10_000);
  });

  it('L10: gives up on a page that dies again and again, and the party goes on', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const { app, page } = await open({ flags: connectTo(alpha) });
    await cardOf(page, 'ggoo').waitFor();
    await untilPeople(page, 1);
    const reloads = await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      let count = 0;
      for (; count < 20; count += 1) {
        const isBack = await new Promise<boolean>((resolve) => {
          contents?.once('render-process-gone', () => {
            // The window has decided by now whether to load it again.
            setImmediate(() => {
              resolve(contents.isLoading());
            });
          });
          contents?.forcefullyCrashRenderer();
        });
        if (!isBack) break;
        await new Promise<void>((resolve) => {
          contents?.once('did-finish-load', () => {
            resolve();
          });
        });
      }
      return count;
    });
    expect(reloads).toBe(5);
    expect((await alpha.run('list-peers')).peers).toHaveLength(1);
  });
});
