import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../shared/window/bridge.ts';
import { writeFrame } from '../../shared/window/frame-text.ts';
import { PAGE_URL } from '../../shared/window/page.ts';
import { useOneDesktop } from './desktop.ts';
import { cardOf, untilPeople } from './screen.ts';

const PRELOAD = join(import.meta.dirname, '../../dist/preload/index.cjs');

const window = useOneDesktop(() => Promise.resolve({}));

interface Reply {
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly message: string };
}

interface Bridge {
  run(name: unknown, params: unknown): Promise<Reply>;
  resync(): void;
  watch(tell: unknown): () => void;
}

/** What a page that is not ours any more could ask for. */
async function call(name: unknown, params: unknown): Promise<Reply> {
  return window().page.evaluate(
    ([command, given]) =>
      (globalThis as unknown as { lanspread: Bridge }).lanspread.run(command, given),
    [name, params] as const,
  );
}

async function isWell(page: Page): Promise<void> {
  await page.getByTestId('people-count').click();
  await page.getByRole('complementary', { name: 'People' }).waitFor();
  await page.getByTestId('people-count').click();
  await page.getByRole('complementary', { name: 'People' }).waitFor({ state: 'detached' });
}

describe('what a page asks main for', () => {
  it.each([
    ['set-game-dir', { path: '/' }, 'unknown-command'],
    ['shutdown', {}, 'unknown-command'],
    ['__proto__', {}, 'unknown-command'],
    ['constructor', {}, 'unknown-command'],
    ['', {}, 'unknown-command'],
    [7, {}, 'unknown-command'],
    [null, {}, 'unknown-command'],
    [{ name: 'play' }, {}, 'unknown-command'],
    ['play', { gameId: '../x' }, 'bad-argument'],
    ['play', { gameId: 'ggoo', path: '/bin/sh' }, 'bad-argument'],
    ['play', 'ggoo', 'bad-argument'],
    ['play', null, 'bad-argument'],
    ['play', [], 'bad-argument'],
    ['play', { gameId: { toString: 'ggoo' } }, 'bad-argument'],
    ['open-folder', { gameId: 'ggoo/../../x' }, 'bad-argument'],
    ['change-settings', { name: 5 }, 'bad-argument'],
    ['change-settings', { gamesFolder: '/' }, 'bad-argument'],
    ['install', { gameId: 'not-in-catalog' }, 'unknown-game'],
    ['open-folder', { gameId: 'not-in-catalog' }, 'unknown-game'],
    ['download', { gameId: 'ut2004', wait: false }, 'no-peers-have-game'],
  ])('L6: %j with %j is refused', async (name, params, code) => {
    const reply = await call(name, params);
    expect(reply.error?.code).toBe(code);
    expect(reply.error?.message).not.toMatch(/\/home\/|\/tmp\/| {4}at /);
  });

  it('L6: leaves no mark on main by a prototype of its own', async () => {
    const { app, page } = window();
    const reply = await page.evaluate(() =>
      (globalThis as unknown as { lanspread: Bridge }).lanspread.run(
        'change-settings',
        JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"x": 1}}}'),
      ),
    );
    expect(reply.ok).toBe(false);
    expect(await app.evaluate(() => 'polluted' in {} || 'x' in {})).toBe(false);
  });

  it('L6: is refused where it is huge', async () => {
    const reply = await window().page.evaluate(() =>
      (globalThis as unknown as { lanspread: Bridge }).lanspread.run('connect', {
        address: 'x'.repeat(100_000_000),
      }),
    );
    expect(reply.error?.code).toBe('bad-argument');
    expect(JSON.stringify(reply).length).toBeLessThan(1000);
    await isWell(window().page);
  });

  it('L6: is refused after the first hundreds of ten thousand at once', async () => {
    const { page } = window();
    const refused = await page.evaluate(async () => {
      const { lanspread } = globalThis as unknown as { lanspread: Bridge };
      const calls = Array.from({ length: 10_000 }, () =>
        lanspread.run('dismiss-notice', { id: 1 }),
      );
      return (await Promise.all(calls)).filter(({ ok }) => !ok).length;
    });
    expect(refused).toBeGreaterThan(5_000);
    await isWell(page);
  });

  it('L6: gets a handful of snapshots for ten thousand wishes', async () => {
    const { page } = window();
    const frames = await page.evaluate(async () => {
      const { lanspread } = globalThis as unknown as { lanspread: Bridge };
      let count = 0;
      const stop = lanspread.watch(() => {
        count += 1;
      });
      const sinceMs = performance.now();
      for (let wish = 0; wish < 10_000; wish += 1) lanspread.resync();
      // Answered in turn: when this one is, main has heard all of them.
      await lanspread.run('dismiss-notice', { id: 1 });
      stop();
      return count / Math.max(1, (performance.now() - sinceMs) / 1000);
    });
    expect(frames).toBeLessThanOrEqual(16);
    await isWell(page);
  });

  it('hears of a frame that main asks about once it is drawn', async () => {
    const { app, page } = window();
    const patch = writeFrame({ type: 'patch', revision: -1, changes: [] });
    await app.evaluate(
      async ({ BrowserWindow, ipcMain }, [{ frame, drawn }, text]) => {
        const told = new Promise((resolve) => ipcMain.once(drawn, resolve));
        BrowserWindow.getAllWindows()[0]?.webContents.send(frame, text, true);
        await told;
      },
      [CHANNELS, patch] as const,
    );
    await isWell(page);
  });

  it('L6: has no bridge in a frame inside the page', async () => {
    const inside = await window().page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const bridge = typeof (frame.contentWindow as unknown as { lanspread?: Bridge }).lanspread;
      frame.remove();
      return bridge;
    });
    expect(inside).toBe('undefined');
  });

  it.each([PAGE_URL, 'data:text/html,hello', 'about:blank'])(
    'L6: is not heard from a window that main has not opened itself, at %s',
    async (url) => {
      const reply = await fromStrangeWindow(window().app, url);
      expect(reply).toMatchObject({ ok: false });
      await untilPeople(window().page, 0);
    },
  );

  it('L6: finds no other channel, even with the keys to all of them', async () => {
    const answers = await window().app.evaluate(async ({ BrowserWindow }) => {
      const webPreferences = { nodeIntegration: true, contextIsolation: false, sandbox: false };
      const strange = new BrowserWindow({ show: false, webPreferences });
      await strange.loadURL('about:blank');
      const text = `Promise.all(['lanspread:open', 'lanspread:frame', 'ELECTRON', 'lanspread:run']
        .map((channel) => require('electron').ipcRenderer.invoke(channel, 'rescan', {})
          .then((reply) => String(reply.ok), () => 'nobody')))`;
      const told = (await strange.webContents.executeJavaScript(text)) as string[];
      strange.destroy();
      return told;
    });
    expect(answers).toEqual(['nobody', 'nobody', 'nobody', 'false']);
    await cardOf(window().page, 'ggoo').waitFor();
  });
});

// The same preload script, in a window that somebody else has opened.
function fromStrangeWindow(app: ElectronApplication, url: string): Promise<unknown> {
  return app.evaluate(
    async ({ BrowserWindow }, [preload, address]) => {
      const webPreferences = { preload, sandbox: true, contextIsolation: true };
      const strange = new BrowserWindow({ show: false, webPreferences });
      await strange.loadURL(address);
      const reply: unknown = await strange.webContents.executeJavaScript(
        "lanspread.run('rescan', {})",
      );
      strange.destroy();
      return reply;
    },
    [PRELOAD, url] as const,
  );
}
