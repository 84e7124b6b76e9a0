import { join } from 'node:path';
import { projectNode, root, runToEnd } from './child.mjs';
import { setUp } from './setup.mjs';
import { whenStarterEnds } from './starter.mjs';

const DEMO = join(root, 'tools', 'demo', 'demo.ts');

/** Sets up what is missing, then gives a party on this PC. */
async function start(flags) {
  if (!setUp()) return 1;
  whenStarterEnds(() => process.exit(1));
  // The channel tells the party that this process is gone, however it went: then it ends too.
  return runToEnd(projectNode(), [DEMO, ...flags], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
}

process.exitCode = await start(process.argv.slice(2));
