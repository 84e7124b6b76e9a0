// Runs in Electron: turns the icon's SVG files into pixels. Arguments: their folder, and one to write to.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

/** Pictures to the edge, for Windows and Linux. */
const FLAT_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];

/** macOS wants a margin around the mark: its own icons fill 824 of 1024 pixels. */
const MAC_SIZES = [16, 32, 64, 128, 256, 512, 1024];
const MAC_MARGIN = 100 / 1024;

const [source, target] = process.argv.filter((argument) => !argument.startsWith('-')).slice(2);

app
  .whenReady()
  .then(paintAll)
  .then(() => app.exit(0), fail);

async function paintAll() {
  const window = new BrowserWindow({ show: false });
  await window.loadURL('data:text/html,');
  const images = Object.fromEntries(
    ['icon', 'icon-16', 'icon-24'].map((name) => [
      name,
      readFileSync(join(source, `${name}.svg`), 'base64'),
    ]),
  );
  await paintSet(window, { folder: 'flat', sizes: FLAT_SIZES, margin: 0, images });
  await paintSet(window, { folder: 'mac', sizes: MAC_SIZES, margin: MAC_MARGIN, images });
}

async function paintSet(window, { folder, sizes, margin, images }) {
  mkdirSync(join(target, folder));
  for (const size of sizes) {
    const svg = images[drawingFor(size, margin)];
    const inner = size - 2 * Math.round(size * margin);
    const painted = await window.webContents.executeJavaScript(
      `(${paintOne})(${JSON.stringify({ svg, size, inner })})`,
    );
    const name = join(target, folder, `${size}x${size}`);
    writeFileSync(`${name}.png`, Buffer.from(painted.png, 'base64'));
    writeFileSync(`${name}.rgba`, Buffer.from(painted.rgba));
  }
}

// The small ones lie on the grid of their pixels, which a margin would take them off.
function drawingFor(size, margin) {
  if (margin > 0 || size > 48) return 'icon';
  return size % 24 === 0 ? 'icon-24' : 'icon-16';
}

// Runs in the page.
async function paintOne({ svg, size, inner }) {
  const image = new Image();
  image.src = `data:image/svg+xml;base64,${svg}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d');
  const start = (size - inner) / 2;
  context.drawImage(image, start, start, inner, inner);
  return {
    png: canvas.toDataURL('image/png').split(',')[1],
    rgba: Array.from(context.getImageData(0, 0, size, size).data),
  };
}

function fail(error) {
  process.stderr.write(`${error.stack}\n`);
  app.exit(1);
}
