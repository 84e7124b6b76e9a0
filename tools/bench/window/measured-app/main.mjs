// A program with a window as the bench starts it: Lanspread as it is, or, with nothing named, the
// least that a program on Electron can be. Both tell on stdout when something was first painted.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { app, BrowserWindow, ipcMain } = createRequire(import.meta.url)('electron');
const { LANSPREAD_BENCH_MAIN: main, LANSPREAD_BENCH_USER_DATA: userData } = process.env;
const preload = join(import.meta.dirname, 'tell-painted.cjs');

app.on('session-created', (session) => {
  // The newer name first: the older one is on its way out.
  if (session.registerPreloadScript) {
    session.registerPreloadScript({ type: 'frame', filePath: preload });
  } else {
    session.setPreloads([preload]);
  }
});
ipcMain.on('bench-painted', (_event, painted) => {
  process.stdout.write(`${JSON.stringify(painted)}\n`);
});

if (main) await import(pathToFileURL(main).href);
else {
  app.setPath('userData', userData);
  void app.whenReady().then(() => {
    const window = new BrowserWindow({
      ...{ width: 1280, height: 800 },
      webPreferences: { sandbox: true, contextIsolation: true, spellcheck: false },
    });
    return window.loadURL('data:text/html,<!doctype html><title>Empty</title>');
  });
}
