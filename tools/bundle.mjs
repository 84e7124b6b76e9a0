import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root, runQuietly, say } from './child.mjs';

const VITE = join(root, 'node_modules', 'vite', 'bin', 'vite.js');

/** Bundles the program, the preload script and the window's page; false, and the reason told, where that failed. */
export function bundle() {
  return ['app', 'preload', 'renderer'].every((folder) => {
    if (!existsSync(join(root, folder, 'vite.config.ts'))) return true;
    const built = runQuietly(projectNode() ?? process.execPath, [VITE, 'build', folder]);
    if (!built.ok) say(`${built.output}\nThe ${folder} could not be bundled.`);
    return built.ok;
  });
}
