import { existsSync } from 'node:fs';
import { runQuietly, say } from '../child.mjs';

const APT = '/usr/bin/apt-get';

/** Installs packages of a Debian where this user may; elsewhere says which command does, and what for. */
export function providePackages(packages, purpose) {
  if (process.getuid() === 0 && existsSync(APT)) install(packages);
  else say(`${purpose}, run: sudo apt-get install ${packages.map(asCalledHere).join(' ')}`);
}

function install(packages) {
  say('Installing system packages with apt-get …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const flags = ['install', '--yes', '--no-install-recommends'];
  runQuietly(APT, ['update'], { env });
  const { ok, output } = runQuietly(APT, [...flags, ...packages.map(asCalledHere)], { env });
  if (!ok) say(output.trimEnd());
}

// Two packages of a newer Debian go by this name, and apt takes neither unasked.
function asCalledHere(name) {
  if (name !== 'libasound2') return name;
  const { ok } = runQuietly('apt-cache', ['show', 'libasound2t64']);
  return ok ? 'libasound2t64' : name;
}
