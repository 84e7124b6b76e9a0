import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root, runQuietly, say } from '../child.mjs';

const PACKAGE = join(root, 'node_modules', 'electron');

/** The Electron that the `electron` package has installed, or undefined. */
export function officialElectron() {
  const executable = executablePath();
  if (executable === undefined || !existsSync(executable)) return undefined;
  const folder = join(PACKAGE, 'dist');
  return { executable, folder, version: packageVersion(), official: true, env: {} };
}

/** Lets the `electron` package fetch its Electron from GitHub; undefined where it can't. */
export function fetchOfficial() {
  say(`Fetching Electron ${packageVersion()} from GitHub …`);
  const env = { ...process.env };
  // It would take a folder named there for its own.
  delete env.ELECTRON_OVERRIDE_DIST_PATH;
  const { ok } = runQuietly(projectNode(), [join(PACKAGE, 'install.js')], { env });
  if (!ok) say('GitHub could not be reached.');
  return ok ? officialElectron() : undefined;
}

function executablePath() {
  try {
    const version = readFileSync(join(PACKAGE, 'dist', 'version'), 'utf8').trim();
    if (version.replace(/^v/, '') !== packageVersion()) return undefined;
    return join(PACKAGE, 'dist', readFileSync(join(PACKAGE, 'path.txt'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function packageVersion() {
  return JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version;
}
