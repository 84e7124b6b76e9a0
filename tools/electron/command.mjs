import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { projectNode } from '../child.mjs';

const ENSURE = fileURLToPath(new URL('ensure.mjs', import.meta.url));

/**
 * How to run the program in a folder on the Electron of this machine: `{ command, args, env }`; its own
 * arguments go behind `args`. Undefined, and the reason told, where there is none.
 */
export function electronCommand(folder) {
  const found = spawnSync(projectNode(), [ENSURE], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (found.status !== 0) return undefined;
  const { executable, env } = JSON.parse(found.stdout);
  // Electron's sandbox refuses to run as root; a player never does.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { command: executable, args: [...asRoot, folder], env: { ...process.env, ...env } };
}
