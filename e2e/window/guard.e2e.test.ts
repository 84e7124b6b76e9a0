import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { useDesktop } from './desktop.ts';
import { chosenElectron, windowArguments } from './electron.ts';

const party = useParty();
const open = useDesktop(party);

describe('the window as a guest', () => {
  it('L1, L2: has no Node, and one object with three functions', async () => {
    const { app, page } = await open({ name: 'player' });
    // Electron can tell this, but its types keep it to themselves.
    const preferences = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) =>
        (webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
      ),
    );
    expect(preferences).toMatchObject([
      {
        contextIsolation: true,
        sandbox: true,
        webSecurity: true,
        nodeIntegration: false,
        webviewTag: false,
        experimentalFeatures: false,
        allowRunningInsecureContent: false,
      },
    ]);
    const seen = await page.evaluate(() => ({
      types: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].map(
        (name) => typeof (globalThis as Record<string, unknown>)[name],
      ),
      api: Object.keys((globalThis as unknown as { lanspread: object }).lanspread),
    }));
    expect(seen.types).toEqual(Array(6).fill('undefined'));
    expect(seen.api).toEqual(['run', 'watch', 'resync']);
  });

  it('L3: stays on its page, and opens no other', async () => {
    const { app, page } = await open({ name: 'player' });
    const before = page.url();
    await page.evaluate(() => {
      globalThis.open('https://example.org');
      const link = document.createElement('a');
      link.href = 'https://example.org';
      link.target = '_blank';
      document.body.append(link);
      link.click();
      const frame = document.createElement('iframe');
      frame.src = 'https://example.org';
      document.body.append(frame);
      document.location.href = 'https://example.org';
    });
    await page.evaluate(() => fetch('./index.html').catch(() => undefined));
    expect(page.url()).toBe(before);
    const count = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    expect(count).toBe(1);
  });

  it('L4: runs no script but its own, and reaches nothing', async () => {
    const { page } = await open({ name: 'player' });
    const blocked = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        violations.push(event.effectiveDirective),
      );
      const script = document.createElement('script');
      script.textContent = 'globalThis.wasRun = true';
      document.body.append(script);
      const image = document.createElement('img');
      image.src = 'https://example.org/x.png';
      document.body.append(image);
      await fetch('https://example.org').catch(() => undefined);
      await new Promise((resolve) => {
        image.onerror = resolve;
      });
      return { violations, wasRun: 'wasRun' in globalThis };
    });
    expect(blocked.wasRun).toBe(false);
    expect(blocked.violations).toEqual(
      expect.arrayContaining(['script-src-elem', 'img-src', 'connect-src']),
    );
  });

  it('L6: refuses what a window may not ask for, and stays up under a flood', async () => {
    const window = await open({ name: 'player' });
    const errorOf = async (name: string, params: unknown): Promise<unknown> => {
      const reply = (await window.run(name, params)) as { ok: boolean; error?: { code: string } };
      return reply.error?.code;
    };
    expect(await errorOf('set-game-dir', { path: '/' })).toBe('unknown-command');
    expect(await errorOf('shutdown', {})).toBe('unknown-command');
    expect(await errorOf('__proto__', {})).toBe('unknown-command');
    expect(await errorOf('play', { gameId: '../x' })).toBe('bad-argument');
    expect(await errorOf('play', 'ggoo')).toBe('bad-argument');
    expect(await errorOf('install', { gameId: 'not-in-catalog' })).toBe('unknown-game');
    const refused = await window.page.evaluate(async () => {
      const { lanspread } = globalThis as unknown as {
        lanspread: { run(name: string, params: object): Promise<{ ok: boolean }> };
      };
      const replies = await Promise.all(
        Array.from({ length: 10_000 }, () => lanspread.run('dismiss-notice', { id: 1 })),
      );
      return replies.filter(({ ok }) => !ok).length;
    });
    expect(refused).toBeGreaterThan(5_000);
    await window.page.reload();
    await window.watch();
  });

  it('L10: loads a page that died anew', async () => {
    const window = await open({ name: 'player' });
    await window.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      await new Promise<void>((resolve) => {
        contents?.once('did-finish-load', () => {
          resolve();
        });
        contents?.forcefullyCrashRenderer();
      });
    });
    const url = await window.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
    );
    expect(url).toBe('app://lanspread/index.html');
  });

  it('L11: a second start ends with 0 and leaves the first one in front', async () => {
    const home = await party.home('player');
    const { app } = await open({ name: 'player', home });
    const seen = app.evaluate(
      ({ app: first }) =>
        new Promise<boolean>((resolve) => {
          first.once('second-instance', () => {
            resolve(true);
          });
        }),
    );
    const { executable, env } = chosenElectron();
    const second = spawn(executable, windowArguments(home), { env: { ...process.env, ...env } });
    const [code] = (await once(second, 'exit')) as [number];
    expect(code).toBe(0);
    expect(await seen).toBe(true);
  });
});
