import { writeFile } from 'node:fs/promises';
import { app, BrowserWindow } from 'electron';

/** A party at work needs some seconds before its speeds and its graph have something to show. */
const LIFE_MS = 6_000;
const PAGE_LIMIT_MS = 20_000;

/** Takes one picture after the other: `[{ url, width, height, file }]`, as JSON in the last argument. */
async function takeAll(pictures) {
  // Drawn off the screen: no size of a screen limits it, and no pointer hovers over it.
  const window = new BrowserWindow({ show: false, webPreferences: { offscreen: true } });
  for (const picture of pictures) {
    await take(window, picture);
    process.stdout.write(`${picture.file}\n`);
  }
}

async function take(window, { url, width, height, file }) {
  window.setContentSize(width, height);
  await within(PAGE_LIMIT_MS, window.loadURL(url));
  await new Promise((resolve) => setTimeout(resolve, LIFE_MS));
  const image = await window.webContents.capturePage();
  await writeFile(file, image.toPNG());
}

async function within(limitMs, work) {
  const late = new Promise((_, reject) => {
    setTimeout(reject, limitMs, new Error(`The page did not load within ${limitMs} ms.`)).unref();
  });
  return Promise.race([work, late]);
}

app.whenReady().then(() =>
  takeAll(JSON.parse(process.argv.at(-1) ?? '[]')).then(
    () => app.exit(0),
    (error) => {
      process.stderr.write(`${error.stack}\n`);
      app.exit(1);
    },
  ),
);
