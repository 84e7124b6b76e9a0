import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'electron-builder';
import { root, say } from '../child.mjs';
import { ensureElectron } from '../electron/choose.mjs';
import { writeLicenses } from './licenses.mjs';
import { expectComplete } from './shipped-packages.mjs';

const SQLITE = 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds';

/** Packages what is built already; on the fallback Electron only a folder, to try it. */
async function buildPackage({ dir, out }) {
  const electron = await ensureElectron();
  if (!electron.official && !dir) {
    say('Players get the official Electron, which GitHub has. Without it: npm run package:dir');
    return 1;
  }
  writeLicenses(join(root, 'dist', 'licenses.txt'));
  await build({
    projectDir: root,
    publish: 'never',
    dir,
    config: {
      directories: { output: out },
      electronDist: electron.folder,
      electronVersion: electron.version,
      afterExtract: dropDefaultApp,
      afterPack: async (context) => {
        expectComplete(join(resources(context), 'app.asar'));
        await putSqlite(context, electron.env.LANSPREAD_SQLITE_BINDING);
      },
    },
  });
  say(`${dir ? 'The program lies' : 'The packages lie'} in ${out}.`);
  if (!electron.official) say('It runs on the fallback Electron: to be tried, not given away.');
  return 0;
}

// What Electron shows when it is started without a program.
async function dropDefaultApp(context) {
  await rm(join(resources(context), 'default_app.asar'), { force: true });
}

// The fallback Electron needs another binding than better-sqlite3 brings.
async function putSqlite(context, binding) {
  if (binding === undefined) return;
  const name = `${process.platform}-${process.arch}.node`;
  await copyFile(binding, join(resources(context), SQLITE, name));
}

function resources({ appOutDir, packager }) {
  return packager.getResourcesDir(appOutDir);
}

const { values } = parseArgs({
  options: {
    dir: { type: 'boolean', default: false },
    out: { type: 'string', default: join(root, 'release') },
  },
});
try {
  process.exitCode = await buildPackage(values);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
