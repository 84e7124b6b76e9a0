import { beforeAll, expect } from 'vitest';
import { PAGE_URL } from '../../shared/window/page.ts';
import { type Canary, useCanary } from './canary.ts';
import { type Desktop, useOneDesktop } from './desktop.ts';
import { cardOf } from './screen.ts';

/** What pages have tried, as main sees it. */
interface Watched {
  /** Addresses that a page wanted to go to. */
  readonly left: string[];
  /** New pages, and what was handed to the system. */
  readonly opened: string[];
}

/** A window that is up to no good. */
export interface Guest {
  readonly window: () => Desktop;
  readonly canary: () => Canary;
  readonly watched: () => Promise<Watched>;
  /** It is on its page, alone and alive, and nobody else has heard of it. */
  readonly isStillHere: () => Promise<void>;
}

/** One window for all tests of a file, watched from main. */
export function useGuest(): Guest {
  const canary = useCanary();
  const window = useOneDesktop(() => Promise.resolve({}));
  beforeAll(async () => {
    await cardOf(window().page, 'ggoo').waitFor();
    await watch(window());
  });
  const watched = (): Promise<Watched> =>
    window().app.evaluate(() => (globalThis as unknown as { watched: Watched }).watched);
  const isStillHere = async (): Promise<void> => {
    const { app, page } = window();
    expect(page.url()).toBe(PAGE_URL);
    const urls = await app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => contents.getURL()),
    );
    expect(urls).toEqual([PAGE_URL]);
    expect((await watched()).opened).toEqual([]);
    expect(canary().visits).toEqual([]);
    // Not by a locator: those wait for the end of a navigation that was stopped.
    const isAlive = await page.evaluate(() => document.querySelector('[data-game-id]') !== null);
    expect(isAlive).toBe(true);
  };
  return { window, canary, watched, isStillHere };
}

function watch({ app: electron }: Desktop): Promise<void> {
  return electron.evaluate(({ app, BrowserWindow, shell }) => {
    const watched: Watched = { left: [], opened: [] };
    Object.assign(globalThis, { watched });
    BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', ({ url }) => {
      watched.left.push(url);
    });
    app.on('web-contents-created', () => watched.opened.push('contents'));
    const open = (url: string): Promise<never> => {
      watched.opened.push(url);
      return Promise.reject(new Error('not in a test'));
    };
    shell.openExternal = open;
    shell.openPath = open;
  });
}
