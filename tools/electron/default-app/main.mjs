// What Electron runs when it is given a folder: the one it comes with was not in the package.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
// An ES module that waits at its top: Electron is not ready before the program has been loaded.
try {
  await start(folder);
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  app.exit(1);
}

async function start(relative) {
  if (relative === undefined) throw new Error('Usage: electron FOLDER');
  const root = resolve(relative);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version);
  app.setAppPath(root);
  process.defaultApp = true;
  await import(pathToFileURL(join(root, manifest.main)).href);
}
