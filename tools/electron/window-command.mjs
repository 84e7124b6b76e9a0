import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { projectNode, root } from '../child.mjs';

const ENSURE = fileURLToPath(new URL('ensure.mjs', import.meta.url));

/**
 * How to start the program with its window: `{ command, args, env }`; the program's own flags go
 * behind `args`. Undefined, and the reason told, where no Electron runs here.
 */
export function windowCommand() {
  const found = spawnSync(projectNode(), [ENSURE], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (found.status !== 0) return undefined;
  const { executable, env } = JSON.parse(found.stdout);
  // Electron's sandbox refuses to run as root; a player never does.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { command: executable, args: [...asRoot, root], env: { ...process.env, ...env } };
}
