import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { copyAssets } from './copy-assets.mjs';
import { projectNode, root, runQuietly, say } from './child.mjs';
import { isEntry } from './entry.mjs';

const COMPILER = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** Brings dist/ up to date with the sources; false, and the reason told, where that failed. */
export function build() {
  const compiled = runQuietly(projectNode() ?? process.execPath, [COMPILER, '--build']);
  if (!compiled.ok) {
    say(compiled.output);
    say('The program could not be built.');
    return false;
  }
  if (!bundle()) return false;
  copyAssets();
  return true;
}

if (isEntry(import.meta.url)) {
  // npm runs this after each install; one that leaves out the development packages has no compiler.
  if (process.argv.includes('--if-possible') && !existsSync(COMPILER)) {
    say('Nothing was built: the compiler is not installed.');
  } else if (!build()) {
    process.exitCode = 1;
  }
}
