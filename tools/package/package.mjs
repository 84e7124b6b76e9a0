import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root, runToEnd } from '../child.mjs';
import { setUp } from '../setup.mjs';

/** Makes the packages of this system, or with `--dir` the folder that they hold, in release/. */
async function makePackages(args) {
  // What was built from a file that is gone must not travel to players.
  if (!args.includes('--dir')) rmSync(join(root, 'dist'), { recursive: true, force: true });
  if (!setUp()) return 1;
  return runToEnd(projectNode(), [join(root, 'tools', 'package', 'build-package.mjs'), ...args]);
}

process.exitCode = await makePackages(process.argv.slice(2));
