import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { projectNode, root, runNpm, say } from './child.mjs';
import { isEntry } from './entry.mjs';
import { isInstalled } from './installed.mjs';

const NETWORK_ERRORS = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)\b/;
const TOLD_LINES = 15;

/** Makes a fresh or changed checkout ready to run; false, and the reason told, where it can't. */
export function setUp() {
  return installPackages() && build();
}

function installPackages() {
  const installed = readLock('node_modules/.package-lock.json');
  if (isInstalled(readLock('package-lock.json'), installed) && projectNode() !== undefined) {
    return true;
  }
  say('Installing packages. This takes a minute …');
  // The build comes after it anyway, with its own words.
  const result = runNpm(['ci', '--include=dev', '--ignore-scripts=false', '--loglevel=error']);
  if (result.ok && projectNode() !== undefined) return true;
  explain(result);
  return false;
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function explain({ ok, missing, output }) {
  if (missing) {
    say('npm was not found. Install Node.js from https://nodejs.org; npm comes with it.');
    return;
  }
  say(output.trimEnd().split('\n').slice(-TOLD_LINES).join('\n'));
  if (ok) {
    say('The packages are there, but not the project’s own Node: its install script did not run.');
    say('Allow install scripts (npm config get ignore-scripts) and run: npm ci');
  } else if (NETWORK_ERRORS.test(output)) {
    say('The npm registry could not be reached. Setting up needs the internet, once.');
  } else {
    say('The packages could not be installed. Run npm ci to see the whole story.');
  }
}

if (isEntry(import.meta.url) && !setUp()) process.exitCode = 1;
