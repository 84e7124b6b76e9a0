import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { useDesktop } from './desktop.ts';
import { chosenElectron, windowArguments, windowEnvironment } from './electron.ts';

/** Longest wait for the first window to come to the front, in milliseconds. */
const SHOWN_LIMIT_MS = 15_000;

const party = useParty();
const open = useDesktop(party);

it('L11: a second start ends with 0 and brings the first window to the front', async () => {
  const home = await party.home('player');
  const { app } = await open({ home });
  const hide = (): Promise<boolean | undefined> =>
    app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.hide();
      return window?.isVisible();
    });
  await expect.poll(hide, { timeout: SHOWN_LIMIT_MS }).toBe(false);
  const second = spawn(chosenElectron().executable, windowArguments(home), {
    env: windowEnvironment(),
  });
  const [code] = (await once(second, 'exit')) as [number];
  expect(code).toBe(0);
  const isVisible = (): Promise<boolean | undefined> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(isVisible, { timeout: SHOWN_LIMIT_MS }).toBe(true);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});
