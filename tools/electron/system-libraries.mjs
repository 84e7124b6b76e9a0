import { existsSync } from 'node:fs';
import { runQuietly } from '../child.mjs';
import { hasDisplay } from '../display.mjs';
import { providePackages } from './system-packages.mjs';

// What Electron links to, as Debian calls it.
const PACKAGES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libatk-bridge2.0-0',
  'libcups2',
  'libdrm2',
  'libxkbcommon0',
  'libxss1',
];
// The display of a machine that has none.
const DISPLAY_PACKAGES = ['xvfb', 'xauth'];

/** Installs what Electron needs of the system, where that is possible; throws where it stays missing. */
export function provideLibraries(executable) {
  if (process.platform !== 'linux') return;
  const lacksLibraries = missingLibraries(executable).length > 0;
  const packages = [
    ...(lacksLibraries ? PACKAGES : []),
    ...(lacksDisplay() ? DISPLAY_PACKAGES : []),
  ];
  if (packages.length === 0) return;
  providePackages(packages, 'To see the window');

  const missing = missingLibraries(executable);
  if (missing.length > 0) {
    throw new Error(`Electron can't start: this system lacks ${missing.join(', ')}.`);
  }
}

function missingLibraries(executable) {
  const { output } = runQuietly('ldd', [executable]);
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map(([, library]) => library);
}

function lacksDisplay() {
  return !hasDisplay() && !existsSync('/usr/bin/xvfb-run');
}
