import { existsSync } from 'node:fs';
import { runQuietly, say } from '../child.mjs';

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

  if (process.getuid() === 0 && existsSync('/usr/bin/apt-get')) install(packages);
  else say(`To see the window, run: sudo apt-get install ${packages.join(' ')}`);

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
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return !DISPLAY && !WAYLAND_DISPLAY && !existsSync('/usr/bin/xvfb-run');
}

function install(packages) {
  say('Installing system libraries with apt-get …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wanted = ['install', '--yes', '--no-install-recommends', ...packages];
  runQuietly('apt-get', ['update'], { env });
  const { ok, output } = runQuietly('apt-get', wanted, { env });
  if (!ok) say(output.trimEnd());
}
