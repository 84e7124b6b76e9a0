// What Electron runs when it is given a folder: the one it comes with was not in the package.
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');
const { app } = require('electron');

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
start(folder).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  app.exit(1);
});

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
