import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, runQuietly, say } from '../child.mjs';
import { drawing } from '../display.mjs';
import { electronCommand } from '../electron/command.mjs';
import { icnsOf, icoOf } from './containers.mjs';

const PAINTER = fileURLToPath(new URL('painter', import.meta.url));
const ICON = join(root, 'app', 'icon');
const LIMIT_MS = 60_000;

/** Sizes in a Windows .ico; the taskbar, lists and the desktop each take their own. */
const ICO_SIZES = [16, 24, 32, 48, 64, 256];

/** Draws every picture of the icon anew from the SVG files beside them; they are committed. */
function draw() {
  const folder = mkdtempSync(join(tmpdir(), 'lanspread-icon-'));
  try {
    paint(folder);
    const flat = pictures(join(folder, 'flat'));
    for (const { name, png } of flat) writeFileSync(join(ICON, 'png', name), png);
    const inIco = flat.filter(({ size }) => ICO_SIZES.includes(size));
    writeFileSync(join(ICON, 'icon.ico'), icoOf(inIco));
    writeFileSync(join(ICON, 'icon.icns'), icnsOf(pictures(join(folder, 'mac'))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function paint(folder) {
  const painter = electronCommand(PAINTER);
  if (painter === undefined) throw new Error('The icon could not be drawn.');
  const [program, ...args] = drawing([painter.command, ...painter.args, ICON, folder]);
  const painted = runQuietly(program, args, { env: painter.env, timeout: LIMIT_MS });
  if (!painted.ok) throw new Error(`${painted.output}\nThe icon could not be drawn.`);
}

function pictures(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .map((name) => ({ name, size: Number.parseInt(name, 10), path: join(folder, name) }))
    .sort((one, other) => one.size - other.size)
    .map(({ name, size, path }) => ({
      name,
      size,
      png: readFileSync(path),
      rgba: readFileSync(path.replace('.png', '.rgba')),
    }));
}

draw();
say('app/icon is drawn anew.');
