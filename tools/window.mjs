import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectNode, root, runToEnd, say } from './child.mjs';
import { setUp } from './setup.mjs';

/** Sets up what is missing, then opens the window; arguments go to the program. */
async function openWindow(args) {
  const hasDisplay =
    process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDisplay) {
    say('There is no display to open a window on. npm run demo shows the program without one.');
    return 1;
  }
  if (!setUp()) return 1;
  const electron = findElectron();
  if (electron === undefined) return 1;
  // Electron's sandbox refuses to run as root; a player never does.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return runToEnd(electron.executable, [...asRoot, root, ...args], {
    env: { ...process.env, ...electron.env },
  });
}

function findElectron() {
  const found = spawnSync(projectNode(), [join(root, 'tools', 'electron', 'ensure.mjs')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return found.status === 0 ? JSON.parse(found.stdout) : undefined;
}

process.exitCode = await openWindow(process.argv.slice(2));
